"""`python manage.py simulate_year`: a generated year of the whole city, marked as a demonstration."""

import os
from datetime import datetime
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from casetypes.access.models import Membership
from casetypes.definitions import selectors as definitions
from casetypes.intake.models import Simulation
from casetypes.intake.simulation import running
from casetypes.intake.simulation.workers import WorkerFailed, tell_all
from casetypes.kernel import clock

WIDTH = 30
EVERY = 5.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = "Tells a generated year of the city, marked as a demonstration; a run that was stopped goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=730_000, help="how many cases (730000: 2000 a day)")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed tells the same year (2026)")
        parser.add_argument("--since", help="first day, YYYY-MM-DD (a year before --until)")
        parser.add_argument("--until", help="last day, YYYY-MM-DD (today)")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="processes (one per core)"
        )
        parser.add_argument(
            "--through", choices=[running.BULK, running.ENGINE], default=running.BULK,
            help="bulk: in memory, then copied in; engine: by the services that people use, some per second",
        )  # fmt: skip
        parser.add_argument("--beside-real", action="store_true", help="although there are real cases")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check(options)
        asked = running.Asked(
            cases=options["cases"], seed=options["seed"], through=options["through"],
            since=_day(options["since"]), until=_day(options["until"]),
        )  # fmt: skip
        run = running.begin(asked)
        parts = running.missing_parts(run)
        if not parts and run.finished_at:
            self.stdout.write(f"This year is there already: {run}.")
            return
        self._tell(run, parts, options["workers"])
        self.stdout.write("Putting the audit log in order, gathering statistics…")
        running.finish(run)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        self.stdout.write(f"{run.cases} simulated cases from {run.since:%Y-%m-%d} to {run.until:%Y-%m-%d}.")

    def _check(self, options: dict[str, Any]) -> None:
        if not definitions.live_services():
            raise CommandError("No service is published yet. Run `python manage.py load_city` first.")
        if not Membership.objects.exists():
            raise CommandError("There is nobody to work yet. Run `python manage.py demo_people` first.")
        if options["cases"] < 1:
            raise CommandError("Ask for at least one case.")
        real = running.real_cases()
        if real and not options["beside_real"]:
            raise CommandError(
                f"There are {real} real cases here. Figures would count simulated ones among them; simulate in a "
                "database of its own, or say --beside-real. Simulated cases leave with the database (`make reset`)."
            )

    def _tell(self, run: Simulation, parts: list[int], workers: int) -> None:
        there = run.cases - sum(min(running.PART, run.cases - part * running.PART) for part in parts)
        began, told, last = monotonic(), 0, 0.0
        try:
            for count in tell_all(run, parts, workers):
                told += count
                if monotonic() - last >= EVERY or there + told == run.cases:
                    last = monotonic()
                    self.stdout.write(progress(there + told, run.cases, told, last - began))
                    self.stdout.flush()
        except WorkerFailed as failed:
            raise CommandError(str(failed)) from failed


def progress(there: int, cases: int, told: int, seconds: float) -> str:
    """A bar, how many are there, how quickly they come, and how long it will still take."""
    share = there / cases
    bar = "#" * int(WIDTH * share)
    speed = told / seconds if seconds else 0.0
    left = (cases - there) / speed if speed else 0.0
    return f"[{bar:<{WIDTH}}] {there:,}/{cases:,} cases  {speed:,.0f}/s  {int(left // 60)}:{int(left % 60):02d} left"


def _day(text: str | None) -> datetime | None:
    """Midnight of the city's own time; raises CommandError."""
    if text is None:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise CommandError(f"{text} is no day: write it as 2026-01-31.") from None
    return day.replace(tzinfo=clock.zone(definitions.city().time_zone))
