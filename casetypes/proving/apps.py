from django.apps import AppConfig


class ProvingConfig(AppConfig):
    name = "casetypes.proving"
    label = "proving"

    def ready(self) -> None:
        from casetypes.kernel.registry import definition_commands
        from casetypes.proving.replay import command as replay
        from casetypes.proving.scenarios import command as test
        from casetypes.proving.scenarios import gate  # noqa: F401  (it registers itself)

        definition_commands.register("replay", replay)
        definition_commands.register("test", test)
