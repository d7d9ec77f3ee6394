from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "casetypes.evidence"
    label = "evidence"

    def ready(self) -> None:
        from casetypes.evidence import policies, subscribers  # noqa: F401  (they register themselves)
