from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casetypes.cases"
    label = "cases"

    def ready(self) -> None:
        from casetypes.cases import children, confidentiality, effects, guards, machine, policies, tasks  # noqa: F401 (they register themselves)

        effects.load()
        guards.load()
