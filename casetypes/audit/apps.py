from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "casetypes.audit"
    label = "audit"
