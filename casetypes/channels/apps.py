from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "casetypes.channels"
    label = "channels"

    def ready(self) -> None:
        from casetypes.channels import alarms  # noqa: F401 (it registers its check)
