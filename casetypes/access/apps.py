from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casetypes.access"
    label = "access"

    def ready(self) -> None:
        from casetypes.access import readers  # noqa: F401 (its rules register themselves)
