from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "cms.studio"
    label = "studio"
