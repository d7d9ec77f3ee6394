"""Telling a whole year: in parts of a few hundred cases, each written whole or not at all.

A part is told alone, from the seed and its number, so parts can be shared out among processes in any way and a run that
was killed goes on with those that are missing. `begin` → `missing_parts` → `tell_part` for each → `finish`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from django.db import connection, transaction
from django.utils import translation

from casetypes.audit import services as audit
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.intake.models import Simulation, SimulationBatch
from casetypes.intake.simulation import pictures, selectors
from casetypes.intake.simulation.bulk import twins
from casetypes.intake.simulation.bulk.books import Books
from casetypes.intake.simulation.bulk.journey import Journey
from casetypes.intake.simulation.by_engine import ByEngine
from casetypes.intake.simulation.director import Director, World
from casetypes.intake.simulation.folios import folio
from casetypes.intake.simulation.pictures import Album
from casetypes.intake.simulation.repertoire import learn
from casetypes.intake.simulation.seasons import rhythm
from casetypes.intake.simulation.staff import Staff
from casetypes.intake.simulation.telling import tell
from casetypes.intake.town import Town
from casetypes.kernel import clock
from casetypes.kernel.folio import FolioPattern

PART = 500
ENGINE, BULK = "engine", "bulk"
YEAR = timedelta(days=365)
SHARE_CONFIDENTIAL = 0.02


@dataclass(frozen=True)
class Asked:
    """What a run is asked for. `since` and `until` None: the year that ends now."""

    cases: int
    seed: int
    through: str = BULK
    since: datetime | None = None
    until: datetime | None = None


def begin(asked: Asked) -> Simulation:
    """The run, new or the one that was begun before with this seed and size; draws the photos it shows."""
    until = asked.until or clock.now().replace(microsecond=0)
    run, _new = Simulation.objects.get_or_create(
        seed=asked.seed, cases=asked.cases,
        defaults={"since": asked.since or until - YEAR, "until": until, "through": asked.through},
    )  # fmt: skip
    selectors.forget()
    run.album = pictures.store([live.compiled for live in definitions.live_services()], run.album)
    run.save(update_fields=["album"])
    return run


def missing_parts(run: Simulation) -> list[int]:
    """Numbers of the parts that are not there yet."""
    there = set(run.batches.values_list("number", flat=True))
    return [number for number in range(-(-run.cases // PART)) if number not in there]


def real_cases() -> int:
    """Cases that are no demonstration."""
    return Case.objects.filter(demonstration=False).count()


def finish(run: Simulation) -> None:
    """The audit log in order and signed, statistics and visibility of the tables up to date."""
    audit.sequence_all()
    audit.checkpoint()
    run.finished_at = clock.now()
    run.save(update_fields=["finished_at"])


class Telling:
    """One process's share of a run. What it knows of the city is read once."""

    def __init__(self, run: Simulation) -> None:
        self.run, self.album = run, Album(run.album)

    @cached_property
    def world(self) -> World:
        run, city = self.run, definitions.city()
        with translation.override("es"):
            known = learn([live.compiled for live in definitions.live_services()], run.seed)
        repertoires = tuple(known[key] for key in sorted(known))
        services = [each.compiled for each in repertoires]
        return World(
            seed=run.seed, since=run.since, until=run.until, total=run.cases, repertoires=repertoires,
            rhythm=rhythm(
                services, _shares(services, run.seed), run.since, run.until, time_zone=city.time_zone, seed=run.seed
            ),
            town=Town(run.seed), staff=Staff(), time_zone=city.time_zone,
        )  # fmt: skip

    @cached_property
    def by_engine(self) -> frozenset[str]:
        """Services that cannot be told in memory, or that shall not."""
        whole = self.run.through == ENGINE
        return frozenset(
            each.compiled.key for each in self.world.repertoires if whole or twins.missing(each.compiled)
        )

    @cached_property
    def _books(self) -> Books:
        return Books(self.album)

    def tell_part(self, number: int) -> int:
        """Tell one part; returns how many cases. Raises IntegrityError when another process was quicker."""
        numbers = range(number * PART, min((number + 1) * PART, self.run.cases))
        with translation.override("es"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            SimulationBatch.objects.create(simulation=self.run, number=number)
            directors = [Director(self.world, each) for each in numbers]
            for director, name in zip(directors, self._folios(directors), strict=True):
                self._tell(director, name)
            self._books.write()
        return len(numbers)

    def _tell(self, director: Director, name: str) -> None:
        if director.repertoire.compiled.key in self.by_engine:
            slow = ByEngine(self.album)
            tell(director, slow, self.run.until)
            slow.end()
            return
        journey = Journey(self._books, name, director.citizen)
        tell(director, journey, self.run.until)
        journey.end()

    def _folios(self, directors: Iterable[Director]) -> list[str]:
        """One for each; a number further on where one was given out before."""
        directors = list(directors)
        found = [self._folio(each, 0) for each in directors]
        taken = set(Case.objects.filter(folio__in=found).values_list("folio", flat=True))
        again = 0
        while taken:
            again += 1
            found = [
                self._folio(each, again) if name in taken else name
                for each, name in zip(directors, found, strict=True)
            ]
            taken = set(Case.objects.filter(folio__in=found).values_list("folio", flat=True))
        return found

    def _folio(self, director: Director, again: int) -> str:
        city = definitions.city()
        year = clock.local(director.at, city.time_zone).year
        pattern = FolioPattern(city.folio)
        serial = _next_serial() if pattern.needs_serial else None
        return folio(pattern, year, self.run.seed, director.number + again * self.run.cases, serial)


def _shares(services: list[CompiledService], seed: int) -> dict[str, float]:
    """How much each service is asked for: some much, some little, confidential ones hardly."""
    return {
        service.key: SHARE_CONFIDENTIAL
        if service.spec.confidential
        else Random(f"share {seed} {service.key}").uniform(0.3, 1.7)
        for service in services
    }


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_folio_serial')")
        return int(cursor.fetchone()[0])
