"""`python manage.py demo_people`: one person per role; sign-ins are printed once, when they are made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casetypes.access import demonstration
from casetypes.access.models import Desk


class Command(BaseCommand):
    help = "Creates the people of a demonstration, one per role, and prints their sign-ins once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset-passwords", action="store_true", help="new passwords for everybody")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Desk.objects.exists():
            raise CommandError("There are no desks yet. Run `python manage.py load_city` first.")
        sign_ins = demonstration.ensure_people(reset_passwords=options["reset_passwords"])
        if not sign_ins:
            self.stdout.write(
                "Demonstration people are there; their passwords were printed when they were created "
                "(`--reset-passwords` makes new ones)."
            )
            return
        self.stdout.write("Demonstration people. Note the passwords: they are not shown again.")
        for each in sign_ins:
            self.stdout.write(f"  {each.username:<8} {each.password}   {each.full_name} ({each.roles})")
        if settings.DEMONSTRATION_CODES:
            self.stdout.write("Where a code is asked for after the password, the page itself says it.")
