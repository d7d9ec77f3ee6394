from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "casetypes.forms"
    label = "case_forms"

    def ready(self) -> None:
        from casetypes.forms import types

        types.register_all()
