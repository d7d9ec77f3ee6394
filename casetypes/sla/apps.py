from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "casetypes.sla"
    label = "sla"

    def ready(self) -> None:
        from casetypes.sla import corrections, migration, open_counts, subscribers, tasks  # noqa: F401
        from casetypes.sla.effects import escalate  # noqa: F401
