from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "casetypes.surveys"
    label = "surveys"

    def ready(self) -> None:
        from casetypes.surveys.effects import survey  # noqa: F401  (it registers itself)
