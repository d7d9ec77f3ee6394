from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "casetypes.notifications"
    label = "notifications"

    def ready(self) -> None:
        from casetypes import channels
        from casetypes.notifications import policies  # noqa: F401 (they register themselves)
        from casetypes.notifications.effects import notify  # noqa: F401

        channels.load()
