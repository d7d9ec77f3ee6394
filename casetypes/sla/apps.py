from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "casetypes.sla"
    label = "sla"
