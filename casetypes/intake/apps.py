from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "casetypes.intake"
    label = "intake"
