from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "casetypes.queues"
    label = "queues"
