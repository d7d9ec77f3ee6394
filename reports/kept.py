"""Figures, drawings and pages, counted once and kept: in the database for as long as nothing better is counted,
in the cache for as long as they are good.

Every write of a case leaves an event, so the last event's number is the revision of all figures. On a busy day it
changes every few seconds; then figures are shown a little longer (thirty times what they took to count), and what
took long is renewed by a worker only (`renew`), never while a visitor waits.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db.models import Max

from casetypes.cases.models import CaseEvent
from casetypes.definitions.revision import current_stamp
from casetypes.kernel import clock
from reports.counting.figures import Figures, figures, from_json
from reports.drawings import charts
from reports.models import KeptFigures
from reports.period import Period
from reports.svg.chart import Chart

T = TypeVar("T")
LONGEST = 600.0  # seconds: deadlines pass without an event
LONGEST_ENDED = 3600.0  # of a period that is over little changes
PATIENCE = 30.0
PAGE = 60.0
DEAR = 0.5  # seconds of counting that are left to a worker while there is something to show


@dataclass(frozen=True)
class Kept(Generic[T]):
    """`cost` is the seconds it took to count; `at` when, in seconds since 1970; `longest` how old it may become."""

    value: T
    revision: str
    at: float
    cost: float
    longest: float = LONGEST

    def good(self, revision: str, now: float) -> bool:
        patience = LONGEST if self.cost >= DEAR else self.cost * PATIENCE
        return (
            0 <= now - self.at < (self.longest if revision == self.revision else min(self.longest, patience))
        )

    def ageing(self, revision: str, now: float) -> bool:
        """Time for a worker to count again: half its life is over, or something happened and it is not the first
        minutes after a long count."""
        life = self.longest / 2 if revision == self.revision else min(self.longest / 2, self.cost * PATIENCE)
        return not 0 <= now - self.at < life


@dataclass(frozen=True)
class Wanted:
    """Which figures: those of a period, for the whole city, one service or one zone (by key)."""

    period: Period
    service: str = ""
    zone: str = ""

    @property
    def key(self) -> str:
        return _key("figures", self.period.key, self.service, self.zone)


def revision() -> str:
    """Changes with every event of a case and every publication; two quick queries."""
    last = CaseEvent.objects.aggregate(last=Max("id"))["last"]
    return f"{last}:{current_stamp()}"


def current(period: Period, service: str = "", zone: str = "") -> Figures:
    """The figures of a period, kept ones while they are good; raises what `figures` raises."""
    return found(Wanted(period, service, zone)).value


def found(wanted: Wanted) -> Kept[Figures]:
    """The same with their age and cost: from the cache, else from the database, else counted now."""
    now, latest = clock.now().timestamp(), revision()
    kept = cache.get(wanted.key)
    if isinstance(kept, Kept) and kept.good(latest, now):
        return kept
    stored = _stored(wanted)
    if stored is None or not stored.good(latest, now):
        return count(wanted)
    cache.set(wanted.key, stored, LONGEST)
    return stored


def count(wanted: Wanted) -> Kept[Figures]:
    """Counted now, and kept."""
    latest, began = revision(), time.monotonic()
    counted = figures(period=wanted.period, service=wanted.service, zone=wanted.zone)
    digest = counted.digest()  # kept with them
    cost, at = time.monotonic() - began, clock.now()
    KeptFigures.objects.update_or_create(
        period=wanted.period.key, service=wanted.service, zone=wanted.zone,
        defaults={
            "figures": counted.as_json(), "sha256": digest, "revision": latest, "counted_at": at, "cost": cost,
        },
    )  # fmt: skip
    kept = Kept(counted, latest, at.timestamp(), cost, _longest(counted))
    cache.set(wanted.key, kept, LONGEST)
    return kept


def renew(period: Period) -> bool:
    """Count the whole city's figures of a period again when those kept are getting old; whether that was done."""
    wanted = Wanted(period)
    stored, now = _stored(wanted), clock.now().timestamp()
    if stored and not stored.ageing(revision(), now):
        return False
    count(wanted)
    return True


def _stored(wanted: Wanted) -> Kept[Figures] | None:
    row = KeptFigures.objects.filter(
        period=wanted.period.key, service=wanted.service, zone=wanted.zone
    ).first()
    if row is None:
        return None
    counted = from_json(row.figures)
    return Kept(counted, row.revision, row.counted_at.timestamp(), row.cost, _longest(counted))


def _longest(counted: Figures) -> float:
    return LONGEST_ENDED if counted.as_of == counted.end and counted.when.year else LONGEST


def drawings(counted: Figures, language: str) -> list[Chart]:
    """The charts of these figures; equal figures are drawn once per language."""
    key = _key("drawings", counted.digest(), language)
    drawn: list[Chart] | None = cache.get(key)
    if drawn is None:
        drawn = charts.all_charts(counted, language)
        cache.set(key, drawn, LONGEST)
    return drawn


def page(asked: tuple[object, ...], make: Callable[[], T]) -> T:
    """A page made of figures, for `PAGE` seconds, or less when something happens: one look into the cache and two
    quick queries."""
    key, now, latest = _key("page", repr(asked)), clock.now().timestamp(), revision()
    kept = cache.get(key)
    if isinstance(kept, Kept) and kept.good(latest, now):
        return kept.value
    began = time.monotonic()
    made = make()
    cache.set(key, Kept(made, latest, now, time.monotonic() - began, PAGE), int(PAGE))
    return made


def _key(*parts: str) -> str:
    return "reports:" + sha256(":".join(parts).encode()).hexdigest()
