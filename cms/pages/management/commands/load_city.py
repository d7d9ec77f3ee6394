"""`python manage.py load_city`: makes the database a running city, or brings it up to date with its files.

Safe to run at every start: what did not change is not touched, what an editor wrote is never overwritten. A service
that was published from the admin stays as it is; when its file differs, that is said, and the rest goes on. Files with
problems stop a first start only: a city that is live goes on with what was published, and everybody is told.
"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casetypes.definitions import selectors
from casetypes.definitions import services as definitions
from casetypes.definitions.commands.language import speaking
from casetypes.definitions.loader import load_path
from casetypes.definitions.services import DefinitionRefused
from casetypes.definitions.wording import told
from casetypes.kernel.errors import DomainError
from casetypes.kernel.text import plain
from casetypes.places import services as places
from cms.pages.seeding import tree

NOT_LOADED = "NOT LOADED: the files above have problems. The city goes on with what was published before."


class Command(BaseCommand):
    kept: list[definitions.KeptInCms] = []
    proving = ""
    help = "Loads the city's definitions, its places and its first pages. Prints what it did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--city", help="folder under workflows_yaml/ (default: CITY)")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = self._folder(options["city"])
        self.stdout.write(f"Loading {folder.name}")
        self._step("places", lambda: self._places(folder))
        self._step("definitions", lambda: self._definitions(folder))
        for kept in self.kept:
            self.stderr.write(f"    {kept}")
        self._step("pages", self._pages)

    def _folder(self, city: str | None) -> Path:
        folder = settings.BASE_DIR / "workflows_yaml" / city if city else settings.CITY_DIR
        if not (folder / "city.yaml").is_file():
            raise CommandError(f"There is no {folder.name}/city.yaml in workflows_yaml/.")
        return folder

    def _step(self, label: str, work: Callable[[], str]) -> None:
        self.stdout.write(f"  {label:<12}", ending="")
        self.stdout.flush()
        started = monotonic()
        try:
            done = work()
        except DefinitionRefused as error:
            self.stdout.write("refused")
            self._refused(error)
            return
        except DomainError as error:
            self.stdout.write("failed")
            raise CommandError(f"{label}: {error}") from error
        self.stdout.write(f"{done} ({monotonic() - started:.1f} s)")

    def _refused(self, error: DefinitionRefused) -> None:
        """Raises CommandError while nothing is live yet."""
        with speaking(None):
            problems = "\n".join(str(told(problem)) for problem in error.problems)
        if not selectors.is_live():
            raise CommandError(problems) from error
        self.stderr.write(f"{problems}\n{NOT_LOADED}")

    def _definitions(self, folder: Path) -> str:
        report = definitions.publish_city(folder, "system", progress=self._proving)
        self.kept = report.refused
        if not report.published:
            return f"{report.unchanged} files, nothing changed"
        services = [f"{one.key}@{one.number}" for one in report.published if one.kind == "service"]
        others = len(report.published) - len(services)
        return f"published {others} files; services: {', '.join(services) or 'none changed'}"

    def _proving(self, done: int, of: int, what: str) -> None:
        """A line whenever another service's scenarios begin: on a first start this is most of the time."""
        service = what.partition(":")[0]
        if service != self.proving:
            self.proving = service
            self.stdout.write(f"\n    proving {service}, {done} of {of} scenarios done", ending="")
            self.stdout.flush()

    def _places(self, folder: Path) -> str:
        """Before the definitions, whose scenarios report from places of the city."""
        loaded = load_path(folder / "city.yaml")
        if loaded.model is None:
            raise DefinitionRefused(loaded.problems)
        city = loaded.model
        outline = places.load_municipality(city, folder)
        zones = places.load_zones(city, folder)
        counts = [f"{kind}: {one.accepted} ({one.created} new)" for kind, one in zones.items()]
        return "; ".join([f"outline of {plain(outline.name)}", *counts])

    def _pages(self) -> str:
        address = urlsplit(settings.PUBLIC_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        planted = tree.grow(hostname=address.hostname or "localhost", port=port)
        told = [f"{len(planted.pages)} created"] if planted.pages else []
        told += [f"{len(planted.renewed)} with a newer text of ours"] if planted.renewed else []
        return ", ".join(told) or "all there"
