from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "cms.identity"
    label = "identity"

    def ready(self) -> None:
        from cms.identity import entering

        entering.connect()
