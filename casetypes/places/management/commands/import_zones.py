"""`manage.py import_zones FILE`: the polygons of a GeoJSON file become the city's zones."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from casetypes.kernel.errors import DomainError
from casetypes.places import services
from casetypes.places.zone_files import ZoneColumns

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Load the polygons of zones from a GeoJSON file (WGS 84). Running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", default="NOMBRE", help="property that holds the name (NOMBRE)")
        parser.add_argument("--postal-code", default="CP", help="property that holds the postal code (CP)")
        parser.add_argument("--key", help="property that holds the source's own id, if there is one")
        parser.add_argument("--kind", default="colonia", help="kind of zone, as in city.yaml (colonia)")

    def handle(
        self, *, file: Path, name: str, postal_code: str, key: str | None, kind: str, **options: Any
    ) -> None:
        console = Console(stderr=True)

        def watch(features: Iterable[Any]) -> Iterable[Any]:
            shown = console.is_terminal and options["verbosity"] > 0
            return track(list(features), description=_("Reading zones"), console=console, disable=not shown)

        columns = ZoneColumns(name=name, postal_code=postal_code, key=key)
        try:
            report = services.import_zones(file, columns=columns, kind=kind, watch=watch)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            reason = {"file": file, "reason": error.strerror}
            raise CommandError(_("%(file)s cannot be read: %(reason)s") % reason) from error
        self._say(report)

    def _say(self, report: services.ZoneReport) -> None:
        counts = _("%(accepted)d zones: %(created)d new, %(updated)d changed, %(unchanged)d as before.") % {
            "accepted": report.accepted,
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
        }
        self.stdout.write(counts)
        if report.retired:
            self.stdout.write(_("%(count)d earlier zones retired.") % {"count": report.retired})
        if report.rejected:
            self.stdout.write(_("%(count)d refused:") % {"count": len(report.rejected)})
        for each in report.rejected[:MOST_SHOWN]:
            self.stdout.write(f"  {each.number}. {each.name}: {each.reason}")
        if len(report.rejected) > MOST_SHOWN:
            self.stdout.write(_("  … and %(more)d more.") % {"more": len(report.rejected) - MOST_SHOWN})
