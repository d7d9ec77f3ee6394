from django.apps import AppConfig


class ProvingConfig(AppConfig):
    name = "casetypes.proving"
    label = "proving"

    def ready(self) -> None:
        from casetypes.kernel.registry import definition_commands
        from casetypes.proving.replay import command as replay

        definition_commands.register("replay", replay)
