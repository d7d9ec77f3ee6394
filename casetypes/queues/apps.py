from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "casetypes.queues"
    label = "queues"

    def ready(self) -> None:
        from casetypes.queues import leavers, policies  # noqa: F401 (they register themselves)
        from casetypes.queues.effects import assign  # noqa: F401
