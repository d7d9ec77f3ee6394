from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "casetypes.queues"
    label = "queues"

    def ready(self) -> None:
        from casetypes.queues.effects import assign  # noqa: F401 (it registers itself)
