from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "cms.workspace"
    label = "workspace"

    def ready(self) -> None:
        from cms.workspace import furniture, gate, language, wagtail_words

        language.connect()
        furniture.connect()
        gate.connect()
        wagtail_words.connect()
