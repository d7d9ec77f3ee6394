"""`python manage.py demo_cases`: cases to look at, told by the city's own scenarios, marked as a demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from casetypes.access.models import Membership
from casetypes.definitions import selectors as definitions
from casetypes.intake.demonstration import play


class Command(BaseCommand):
    help = "Opens and works demonstration cases over the last months; does nothing where there are cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=60, help="how many cases (60)")
        parser.add_argument("--days", type=int, default=120, help="since how many days ago (120)")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed tells the same stories")
        parser.add_argument("--more", action="store_true", help="although there are cases")

    def handle(self, *args: Any, **options: Any) -> None:
        if not definitions.live_services():
            raise CommandError("No service is published yet. Run `python manage.py load_city` first.")
        if not Membership.objects.exists():
            raise CommandError("There is nobody to work yet. Run `python manage.py demo_people` first.")
        known = play.cases_there()
        if known and not options["more"]:
            self.stdout.write(f"There are {known} cases already; nothing was added (`--more` adds some).")
            return
        with translation.override("es"):
            done = play.perform(
                count=options["count"], days=options["days"], seed=options["seed"] + known,
                told=self._progress(options["verbosity"]),
            )  # fmt: skip
        early = f"; {done.refused} ended early" if done.refused else ""
        self.stdout.write(f"{done.cases} demonstration cases{early}.")

    def _progress(self, verbosity: int) -> Any:
        """Every tenth case in a line of its own, for the log; more with `-v 2`."""
        last = 0

        def told(opened: int) -> None:
            nonlocal last
            if verbosity > 1 and opened != last and opened % 10 == 0:
                self.stdout.write(f"{opened} cases…")
            last = opened

        return told
