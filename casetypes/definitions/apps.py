from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "casetypes.definitions"
    label = "definitions"

    def ready(self) -> None:
        from casetypes.definitions import policies  # noqa: F401 (it registers itself)
