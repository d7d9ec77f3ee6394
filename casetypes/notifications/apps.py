from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "casetypes.notifications"
    label = "notifications"
