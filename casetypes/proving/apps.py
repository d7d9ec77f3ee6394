from django.apps import AppConfig


class ProvingConfig(AppConfig):
    name = "casetypes.proving"
    label = "proving"
