from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "casetypes.sla"
    label = "sla"

    def ready(self) -> None:
        from casetypes.sla import subscribers, tasks  # noqa: F401 (they register themselves)
        from casetypes.sla.effects import escalate  # noqa: F401
