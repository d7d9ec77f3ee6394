from django.apps import AppConfig


class StudioReplaysConfig(AppConfig):
    name = "cms.studio.replays"
    label = "studio_replays"

    def ready(self) -> None:
        from casetypes.kernel.extension_points import definition_drafts
        from cms.studio.replays.selectors import text_of_draft

        definition_drafts.register(text_of_draft)
