from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "cms.readings"
    label = "readings"
