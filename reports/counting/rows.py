"""Runs the frames for a period and puts their rows in order; knows no metric, only rows of aggregates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from casetypes.definitions.models import CaseType
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid
from reports import zones
from reports.counting import frames
from reports.counting.frames import Row
from reports.counting.season import recorded_days, season
from reports.metrics import backlog
from reports.period import Period
from reports.scope import PUBLIC_FACTS, Scope

Named = tuple[str, Mapping[str, str], Row]
MONTHS_AT_MOST = 24


@dataclass(frozen=True)
class Counted:
    """Rows of aggregates, still without metrics; names by language."""

    total: Row
    previous: Row | None
    services: list[Named]
    zones: list[Named]
    without_zone: int
    step: str
    months: list[tuple[str, Row]]
    ages: dict[str, int | None]
    channels: dict[str, int]
    hours: tuple[tuple[int, ...], ...]
    hours_missing: int
    cells: tuple[tuple[str, int], ...]
    without_place: int
    season: dict[str, int]
    recorded: tuple[tuple[str, str], ...]


def not_begun(period: Period) -> str:
    return _("%(period)s has not begun yet.") % {"period": period.title}


def count(scope: Scope, period: Period) -> Counted:
    """Everything, in about a dozen queries whatever the number of cases."""
    names = _service_names(scope.service)
    received = frames.received(scope, ["service", "zone"])
    still_open = frames.open_cases(scope, ["service", "zone"])
    services, places = _merged("service", received, still_open), _merged("zone", received, still_open)
    zone_names = zones.names([key for key in places if key is not None])
    open_total = next((row for row in still_open if not row["dimension"]), {})
    total = {**open_total, **next(row for row in received if not row["dimension"])}
    on_record = season(scope)
    trend = _trend(scope, period, on_record)
    return Counted(
        total=total, previous=trend.previous, step=trend.step, months=trend.rows,
        services=[(key, name, services.get(key, {})) for key, name in names.items()],
        zones=[(zone_names[key][0], zone_names[key][1], row) for key, row in places.items() if key in zone_names],
        without_zone=int(places.get(None, {}).get("received", 0)),
        ages=backlog.ages(open_total), season=on_record,
        recorded=recorded_days(scope) if not scope.service and scope.zone is None else (), **_spread(scope),
    )  # fmt: skip


def _merged(dimension: str, received: Sequence[Row], still_open: Sequence[Row]) -> dict[Any, Row]:
    """Rows of both frames side by side, by group."""
    merged = {row["group"]: row for row in received if row["dimension"] == dimension}
    for row in still_open:
        if row["dimension"] == dimension and (row["group"] in merged or dimension == "service"):
            merged[row["group"]] = {**row, **merged.get(row["group"], {})}
    return merged


def _service_names(service: str | None) -> dict[str, Mapping[str, str]]:
    """Public services that are offered or were; raises Invalid when the one asked for is not among them."""
    public = CaseType.objects.filter(confidential=False).order_by("key")
    names = {key: title for key, title in public.values_list("key", "title") if service in (None, key)}
    if service and not names:
        raise Invalid(_("There is no public service “%(key)s”.") % {"key": service[:60]})
    return names


@dataclass(frozen=True)
class Trend:
    step: str
    rows: list[tuple[str, Row]]
    previous: Row | None


def _trend(scope: Scope, period: Period, on_record: Mapping[str, int]) -> Trend:
    """The year that ends with a quarter, the months of a year, or everything; and the period before. Months
    that are not on record are not drawn: that nothing was recorded does not mean that nothing came in."""
    zone = scope.time_zone
    first = _first_case(scope)
    if first is None:
        return Trend("month", [], None)
    start, step, whole = _trend_start(scope, period, first)
    wide = Scope(start, scope.end, zone, scope.service, scope.now, scope.zone)
    rows = frames.trend(wide, [step, *([whole] if whole else [])])
    by_bucket: dict[Any, Row] = {row["group"]: row for row in rows if row["dimension"] == step}
    shown_from = scope.start if period.year and not period.quarter else start
    begins = max(shown_from, min(first, scope.start)) if period.year else first
    steps = {_bucket_key(datetime(int(month[:4]), int(month[5:]), 1), step) for month in on_record}
    buckets = ((one, _bucket_key(one, step)) for one in _buckets(begins, scope.as_of, zone, step))
    series = [(key, by_bucket.get(one.date(), {})) for one, key in buckets if key in steps]
    return Trend(step, series, _previous(rows, scope, period, whole) if whole else None)


_FIRST = f"""
  SELECT fact.opened_at AS first FROM {PUBLIC_FACTS}
  WHERE {{where}} AND fact.opened_at < %(end)s ORDER BY fact.opened_at LIMIT 1"""


def _first_case(scope: Scope) -> datetime | None:
    rows = frames.run(_FIRST.replace("{where}", scope.where), scope.parameters())
    return rows[0]["first"] if rows else None


def _trend_start(scope: Scope, period: Period, first: datetime) -> tuple[datetime, str, str]:
    """Where the trend begins, its step, and the dimension that holds the period before."""
    if period.quarter:
        return Period(period.year - 1, period.quarter).next.bounds(scope.time_zone)[0], "month", "quarter"
    if period.year:
        return Period(period.year - 1).bounds(scope.time_zone)[0], "month", "year"
    months = (scope.as_of.year - first.year) * 12 + scope.as_of.month - first.month
    return scope.start, "month" if months < MONTHS_AT_MOST else "quarter", ""


def _previous(rows: Sequence[Row], scope: Scope, period: Period, whole: str) -> Row | None:
    """The period before, from the trend, with what was open at its end; None when nothing was received in it."""
    before = period.previous
    if before is None:
        return None
    start, end = before.bounds(scope.time_zone)
    begins = clock.local(start, scope.time_zone).date()
    row = next((row for row in rows if row["dimension"] == whole and row["group"] == begins), None)
    if row is None:
        return None
    then = Scope(start, end, scope.time_zone, scope.service, scope.now, scope.zone)
    still_open = frames.open_cases(then, ["service"])
    return {**next(one for one in still_open if not one["dimension"]), **row}


def _buckets(start: datetime, end: datetime, zone: str, step: str) -> list[datetime]:
    """First local moments of every month (or quarter) from `start` to before `end`, without zone."""
    size = 1 if step == "month" else 3
    local = clock.local(start, zone)
    at = datetime(local.year, (local.month - 1) // size * size + 1, 1)
    last = clock.local(end, zone).replace(tzinfo=None)
    out = []
    while at < last:
        out.append(at)
        at = datetime(at.year + (at.month + size > 12), (at.month - 1 + size) % 12 + 1, 1)
    return out


def _bucket_key(bucket: datetime, step: str) -> str:
    return f"{bucket:%Y-%m}" if step == "month" else f"{bucket.year}Q{(bucket.month + 2) // 3}"


_SPREAD = f"""
  SELECT fact.channel, fact.cell, fact.hour_of_week,
         grouping(fact.channel, fact.cell, fact.hour_of_week) AS level, count(*) AS cases
  FROM {PUBLIC_FACTS} WHERE {{where}} AND fact.opened_at >= %(start)s AND fact.opened_at < %(end)s
  GROUP BY GROUPING SETS ((fact.channel), (fact.cell), (fact.hour_of_week))"""
_BY_CHANNEL, _BY_CELL, _BY_HOUR = 0b011, 0b101, 0b110


def _spread(scope: Scope) -> dict[str, Any]:
    """By channel, by H3 cell, by weekday and hour; imported cases often have a date without time of day."""
    rows = frames.run(_SPREAD.replace("{where}", scope.where), scope.parameters())
    grid = [[0] * 24 for _day in range(7)]
    missing = 0
    for row in rows:
        if row["level"] != _BY_HOUR:
            continue
        if row["hour_of_week"] is None:
            missing = row["cases"]
        else:
            day, hour = divmod(row["hour_of_week"], 24)
            grid[day][hour] = row["cases"]
    cells = {row["cell"]: row["cases"] for row in rows if row["level"] == _BY_CELL}
    without = cells.pop("", 0)
    channels = {row["channel"]: row["cases"] for row in rows if row["level"] == _BY_CHANNEL}
    return {
        "channels": dict(sorted(channels.items(), key=lambda item: (-item[1], item[0]))),
        "hours": tuple(tuple(line) for line in grid), "hours_missing": missing,
        "cells": tuple(sorted(cells.items())), "without_place": without,
    }  # fmt: skip
