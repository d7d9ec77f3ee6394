from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casetypes.access"
    label = "access"

    def ready(self) -> None:
        from casetypes.access import colleagues, readers  # noqa: F401 (their rules register themselves)
        from casetypes.access.staff import absences, leaving, memberships, people, tokens  # noqa: F401 (their rules register themselves)
