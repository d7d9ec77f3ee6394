from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casetypes.cases"
    label = "cases"

    def ready(self) -> None:
        from casetypes.cases import (  # noqa: F401 (they register themselves)
            children,
            confidentiality,
            effects,
            guards,
            machine,
            open_counts,
            policies,
            tasks,
        )
        from casetypes.cases.corrections import rights  # noqa: F401 (they register themselves)
        from casetypes.cases.migration import command
        from casetypes.cases.personal_data import reading_review  # noqa: F401 (they register themselves)
        from casetypes.kernel.registry import definition_commands

        definition_commands.register("migrate", command)
        effects.load()
        guards.load()
