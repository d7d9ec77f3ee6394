"""`python manage.py definitions lint|publish|diff|graph|schema`: the steward's command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casetypes.definitions.commands import COMMANDS


class Command(BaseCommand):
    help = "Checks, publishes, compares and draws the definitions of a city."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One sub-command per module of `definitions.commands`."""
        commands = parser.add_subparsers(dest="command", required=True)
        for name, module in COMMANDS.items():
            module.add_arguments(commands.add_parser(name, help=module.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends the process with the sub-command's exit code when it is not 0."""
        module = COMMANDS[options["command"]]
        code = module.run(options, self.stdout, self.stderr)
        if code:
            raise SystemExit(code)
