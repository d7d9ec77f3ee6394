from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "casetypes.evidence"
    label = "evidence"
