"""Figures and drawings kept in the cache for as long as nothing happened to any case.

Every write of a case leaves an event, so the last event's number is the revision of all figures. On a busy day
that changes every few seconds; then figures that took long to count are shown a little longer (thirty times
what they took). They are never older than ten minutes, because deadlines pass without an event.
"""

import time
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Max

from casetypes.cases.models import CaseEvent
from casetypes.definitions.revision import current_stamp
from casetypes.kernel import clock
from reports import charts
from reports.figures import Figures, figures
from reports.period import Period
from reports.svg.chart import Chart

LONGEST = 600.0
PATIENCE = 30.0


@dataclass(frozen=True)
class Kept:
    """`cost` is the seconds it took to count; `at` when, in seconds since 1970."""

    figures: Figures
    revision: str
    at: float
    cost: float

    def good(self, revision: str, now: float) -> bool:
        age = now - self.at
        return 0 <= age < (LONGEST if revision == self.revision else min(LONGEST, self.cost * PATIENCE))


def revision() -> str:
    """Changes with every event of a case and every publication; two quick queries."""
    last = CaseEvent.objects.aggregate(last=Max("id"))["last"]
    return f"{last}:{current_stamp()}"


def current(period: Period, service: str = "") -> Figures:
    """The figures of a period, from the cache while they are good; raises what `figures` raises."""
    key = _key("figures", period.key, service)
    kept, now, wanted = cache.get(key), clock.now().timestamp(), revision()
    if isinstance(kept, Kept) and kept.good(wanted, now):
        return kept.figures
    began = time.monotonic()
    counted = figures(period=period, service=service)
    counted.digest()  # kept with them
    cache.set(key, Kept(counted, wanted, now, time.monotonic() - began), LONGEST)
    return counted


def drawings(counted: Figures, language: str) -> list[Chart]:
    """The charts of these figures; equal figures are drawn once per language."""
    key = _key("drawings", counted.digest(), language)
    found = cache.get(key)
    if found is None:
        found = charts.all_charts(counted, language)
        cache.set(key, found, LONGEST)
    return found


def _key(*parts: str) -> str:
    return "reports:" + sha256(":".join(parts).encode()).hexdigest()
