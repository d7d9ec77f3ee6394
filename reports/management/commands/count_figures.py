"""`manage.py count_figures`: bring the public figures up to date here and now, after a bulk load for instance."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports import kept
from reports.counting import known
from reports.facts import upkeep


class Command(BaseCommand):
    help = "Works out the facts of cases that changed and counts the figures of every period anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="work out every case again, not only those that changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            upkeep.touch_all()
        began, done = time.monotonic(), 0
        while counted := upkeep.bring_up_to_date_some():
            done += counted
            self.stdout.write(f"{done:>12,} cases worked out ({time.monotonic() - began:.1f} s)")
        for period in known.periods():
            kept_now = kept.count(kept.Wanted(period))
            self.stdout.write(f"{period.key:>12} counted in {kept_now.cost:.2f} s")
