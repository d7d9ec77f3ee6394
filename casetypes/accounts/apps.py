from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "casetypes.accounts"
    label = "accounts"

    def ready(self) -> None:
        from casetypes.accounts import subscribers  # noqa: F401 (they register themselves)
