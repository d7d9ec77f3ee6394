from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "casetypes.citizens"
    label = "citizens"
