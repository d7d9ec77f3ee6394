"""`python manage.py definitions lint|publish|diff|…`: the steward's command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import casetypes.definitions.commands  # noqa: F401  (they register themselves)
from casetypes.definitions.commands.readers import LEFT, ReaderLeftError, Told, let_go
from casetypes.kernel.registry import definition_commands


class Command(BaseCommand):
    help = "Checks, publishes, compares and draws the definitions of a city."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One sub-command per module that registered."""
        commands = parser.add_subparsers(dest="command", required=True)
        for name, module in definition_commands.items():
            module.add_arguments(commands.add_parser(name, help=module.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends the process with the sub-command's exit code when it is not 0; quietly when its reader left."""
        module = definition_commands.get(options["command"])
        out, err = Told(self.stdout), Told(self.stderr)
        try:
            code = module.run(options, out, err)
            out.flush()
        except ReaderLeftError:
            let_go()
            code = LEFT
        if code:
            raise SystemExit(code)
