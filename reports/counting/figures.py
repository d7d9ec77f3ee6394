"""The figures of a period, counted once: the page, the PDF and the open data all print this tree.

`figures(period=…)` counts; `Figures` is plain data in no language, freezes as JSON and has a hash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db import transaction
from pydantic import TypeAdapter

from casetypes.kernel import clock, hashing
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick
from reports import city as cities
from reports import metrics, zones
from reports.counting import frames
from reports.counting import rows as counting
from reports.facts import upkeep
from reports.metrics import volume
from reports.metrics.metric import Frame, Metric
from reports.metrics.value import SUPPRESSED, Value
from reports.period import Period
from reports.scope import Scope

SMALLEST_CELL = 3


@dataclass(frozen=True)
class Group:
    """The values of one service, zone or month; `key` is "" for the total, `name` is by language.

    A suppressed zone had fewer than three cases: only that is said of it. `outcomes` are counts by final kind.
    """

    key: str
    name: dict[str, str]
    values: dict[str, Value]
    outcomes: dict[str, int]
    suppressed: bool = False

    def amount(self, metric: str) -> float | None:
        """None where it was not recorded, is suppressed, or is not counted for this group."""
        return self.values[metric].amount if metric in self.values else None


@dataclass(frozen=True)
class Figures:
    """`start` and `end` are moments (the end is not part of it), `as_of` when the backlog was counted.

    `months` has a group per step (“2023-10”, or “2023Q4” when `step` is quarter); `hours[weekday][hour]` counts
    receipts with Monday first; `cells` are H3 cells with their counts; `without_place` has no position.
    `zone` (with its name in `place`) is "" for the whole city; what could show a single case of a zone is left out
    of its figures. `ages` are None where the backlog is not recorded. `season` counts every month on record, with
    its zeros; a month that is not in it was not recorded. `recorded` are the stretches of days (first, last) that an
    older system's history holds of the period, empty when it holds all.
    """

    period: str
    service: str
    city: dict[str, str]
    locale: str
    time_zone: str
    office: str
    targets: dict[str, tuple[str, str]]
    start: str
    end: str
    as_of: str
    demonstration: bool
    total: Group
    previous: Group | None
    services: tuple[Group, ...]
    zones: tuple[Group, ...]
    without_zone: int
    step: str
    months: tuple[Group, ...]
    ages: dict[str, int | None]
    channels: dict[str, int]
    hours: tuple[tuple[int, ...], ...]
    hours_missing: int
    cells: tuple[tuple[str, int], ...]
    without_place: int
    season: dict[str, int]
    zone: str = ""
    place: dict[str, str] = field(default_factory=dict)
    recorded: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """JSON-ready; `from_json` gives it back."""
        return _adapter().dump_python(self, mode="json")

    def digest(self) -> str:
        """SHA-256 of the canonical JSON: equal figures, equal hash. Worked out once."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return hashing.sha256_hex(hashing.canonical_json(self.as_json()))

    @property
    def when(self) -> Period:
        return Period.parse(self.period)

    @property
    def nothing_recorded(self) -> bool:
        """Whether no case was received at all."""
        return not self.total.amount("received")


_ADAPTER: list[TypeAdapter[Figures]] = []


def _adapter() -> TypeAdapter[Figures]:
    if not _ADAPTER:
        _ADAPTER.append(TypeAdapter(Figures))
    return _ADAPTER[0]


def from_json(data: Mapping[str, Any]) -> Figures:
    """Frozen figures; raises pydantic.ValidationError when the shape is another one."""
    return _adapter().validate_python(data)


def figures(*, period: Period, service: str = "", zone: str = "") -> Figures:
    """Count everything for a period, for one service or zone (by key) or all, in a fixed number of queries.

    Raises Invalid for a period that has not begun, for a service that does not exist or is confidential, and for a
    zone that does not exist or had fewer than three cases in the period.
    """
    here = cities.current()
    start, end = period.bounds(here.time_zone)
    now = clock.now() if period.year else end
    place = zones.named(zone) if zone else None
    scope = Scope(start, end, here.time_zone, service or None, now, place.pk if place else None)
    if start > now:
        raise Invalid(counting.not_begun(period))
    upkeep.bring_up_to_date_if_few()
    with transaction.atomic():
        frames.make_room()
        counted = counting.count(scope, period)
    total = group("", {}, counted.total)
    compared = (*metrics.TREND, *metrics.of_frame(Frame.OPEN))
    counted_all = Figures(
        period=period.key, service=service, city=dict(here.name), locale=here.locale, time_zone=here.time_zone,
        office=here.office,
        targets={key: (one.target, one.baseline) for key, one in here.targets.items()},
        start=_moment(start), end=_moment(end), as_of=_moment(scope.as_of),
        demonstration=bool(counted.total.get("demonstration")), total=total,
        previous=group("", {}, counted.previous, compared) if counted.previous else None,
        services=_ranked([group(key, name, row) for key, name, row in counted.services]),
        zones=suppressed(_ranked([group(key, name, row) for key, name, row in counted.zones])),
        without_zone=counted.without_zone, step=counted.step,
        months=tuple(group(key, {}, row, metrics.TREND) for key, row in counted.months),
        ages=counted.ages, channels=counted.channels, hours=counted.hours,
        hours_missing=counted.hours_missing, cells=counted.cells, without_place=counted.without_place,
        season=counted.season, zone=zone, place=dict(place.name) if place else {},
        recorded=counted.recorded,
    )  # fmt: skip
    return _of_one_zone(counted_all) if place else counted_all


def _of_one_zone(counted: Figures) -> Figures:
    """Without what would show fewer than three cases of a zone at a time; raises Invalid when all of it would."""
    if (counted.total.amount("received") or 0) < SMALLEST_CELL:
        raise Invalid(zones.too_few(pick(counted.place, "es"), SMALLEST_CELL))
    few = [0 < (month.amount("received") or 0) < SMALLEST_CELL for month in counted.months]
    before = counted.previous
    return replace(
        counted, zones=(), cells=(), without_place=0, hours=tuple((0,) * 24 for _day in range(7)),
        season={}, ages={}, months=() if any(few) else counted.months,
        services=suppressed(tuple(one for one in counted.services if one.amount("received"))),
        previous=before if before and (before.amount("received") or 0) >= SMALLEST_CELL else None,
    )  # fmt: skip


def group(
    key: str, name: Mapping[str, str], row: Mapping[str, Any], chosen: Sequence[Metric] = metrics.ALL
) -> Group:
    """The chosen metrics of a row of aggregates; what the row lacks counts as zero."""
    full = {**dict.fromkeys(metrics.ALL_COLUMNS, 0), **row}
    values = {metric.key: metric.value(full) for metric in chosen}
    outcomes = {outcome: int(full[outcome]) for outcome in volume.OUTCOMES}
    return Group(key, dict(name), values, outcomes)


def suppressed(zones: tuple[Group, ...]) -> tuple[Group, ...]:
    """Zones with fewer than three cases lose their values; never a single one, which a subtraction would tell."""
    small = sum((zone.amount("received") or 0) < SMALLEST_CELL for zone in zones)
    if small == 1 and len(zones) > 1:
        small = 2
    kept, hidden = zones[: len(zones) - small], zones[len(zones) - small :]
    return (*kept, *(_hidden(zone) for zone in hidden))


def _hidden(zone: Group) -> Group:
    values = {key: Value(reason=SUPPRESSED) for key in zone.values}
    return Group(zone.key, zone.name, values, {}, suppressed=True)


def _ranked(groups: list[Group]) -> tuple[Group, ...]:
    """Most cases first, then by key."""
    return tuple(sorted(groups, key=lambda one: (-(one.amount("received") or 0), one.key)))


def _moment(value: Any) -> str:
    return value.isoformat()
