from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casetypes.cases"
    label = "cases"

    def ready(self) -> None:
        from casetypes.cases import children, confidentiality, effects, guards, machine, policies, tasks  # noqa: F401 (they register themselves)
        from casetypes.cases.migration import command
        from casetypes.kernel.registry import definition_commands

        definition_commands.register("migrate", command)
        effects.load()
        guards.load()
