from django.apps import AppConfig


class SingleSignOnConfig(AppConfig):
    name = "cms.sso"
    label = "sso"

    def ready(self) -> None:
        from casetypes.kernel.extension_points import may_use_password
        from cms.identity import providers as ways_in
        from cms.sso import buttons, leaving

        ways_in.register(buttons.offer, few_passwords=buttons.few_passwords)
        may_use_password.register(buttons.password_counts)
        leaving.connect()
