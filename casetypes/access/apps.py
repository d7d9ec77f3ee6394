from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casetypes.access"
    label = "access"

    def ready(self) -> None:
        from casetypes.access import (  # noqa: F401 (their rules register themselves)
            absences,
            leaving,
            memberships,
            people,
            readers,
            tokens,
        )
