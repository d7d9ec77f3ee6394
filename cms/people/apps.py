from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cms.people"
    label = "people"

    def ready(self) -> None:
        from cms.people import tasks  # noqa: F401 (it registers itself)
