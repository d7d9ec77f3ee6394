from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "casetypes.fieldwork"
    label = "fieldwork"

    def ready(self) -> None:
        from casetypes.fieldwork import policies, subscribers  # noqa: F401 (they register themselves)
        from casetypes.fieldwork.effects import work_order  # noqa: F401
        from casetypes.fieldwork.guards import open_work  # noqa: F401
