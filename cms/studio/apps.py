from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "cms.studio"
    label = "studio"

    def ready(self) -> None:
        from cms.studio import leavers  # noqa: F401 (it registers itself)
