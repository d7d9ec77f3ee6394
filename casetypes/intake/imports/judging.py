"""What a row says, part by part: its service, moments, state and place. Each part raises Reject with its rule."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.imports import ANY_OTHER, Import, ServiceMap
from casetypes.intake.imports import moments
from casetypes.intake.imports.columns import joined, listed
from casetypes.intake.imports.reading import Row
from casetypes.intake.imports.summary import Summary
from casetypes.kernel import clock
from casetypes.places import selectors as places

Point = tuple[float, float]


@dataclass(frozen=True)
class Rejection:
    """Why a row becomes no case: `rule` for machines, `reason` for people."""

    rule: str
    reason: str


class Reject(Exception):
    """Raised while a row is judged."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rejection = Rejection(rule, reason)


@dataclass(frozen=True)
class Closing:
    """When it was closed. `day_only`: the source kept the day; the moment is the last one of that day, so that
    nothing is published as faster than it may have been."""

    at: datetime
    day_only: bool = False


def service(spec: Import, row: Row, found: Summary) -> str:
    """The key of the service that the row belongs to; a value the map lacks is noted."""
    if not isinstance(spec.service, ServiceMap):
        return spec.service
    level: object = spec.service.map
    for column in spec.service.levels:
        if not isinstance(level, dict):
            break
        value = row[column]
        level = level.get(value, level.get(ANY_OTHER))
        if level is None:
            return _unknown_service(spec.service, column, value, found)
    return str(level)


def _unknown_service(mapped: ServiceMap, column: str, value: str, found: Summary) -> str:
    if mapped.unknown == "report":
        found.not_known(column, value)
    if mapped.otherwise is None or mapped.unknown == "reject":
        raise Reject("unknown_service", _("No service is mapped for “%(value)s”.") % {"value": value})
    return mapped.otherwise


def opened_at(spec: Import, row: Row) -> datetime:
    text = joined(row, spec.opened_at)
    moment = moments.parse(text, spec.format.time_zone) if text else None
    if moment is None:
        raise Reject(
            "no_date", _("“%(text)s” is no date.") % {"text": text} if text else _("There is no date.")
        )
    if moment.date() < spec.not_before:
        says = {"text": text, "limit": spec.not_before.isoformat()}
        raise Reject(
            "implausible_date",
            _("The date %(text)s lies before %(limit)s, the earliest one of the mapping.") % says,
        )
    _not_in_future(spec, moment, text)
    return moment


def closing(spec: Import, row: Row, opened: datetime) -> Closing | None:
    """None when it was not recorded; a text that is no date, or one before the opening, is rejected."""
    text, day_only = _closing_text(spec, row)
    if not text:
        return None
    read = moments.end_of_day if day_only else moments.parse
    moment = read(text, spec.format.time_zone)
    if moment is None:
        raise Reject("bad_closing", _("“%(text)s” is no closing date.") % {"text": text})
    if moment < opened:
        raise Reject(
            "closed_before_opened", _("It was closed (%(text)s) before it was opened.") % {"text": text}
        )
    _not_in_future(spec, moment, text)
    return Closing(moment, day_only)


def _closing_text(spec: Import, row: Row) -> tuple[str, bool]:
    """What was written, and whether it is a day without a time."""
    columns = listed(spec.closed_at)
    text = joined(row, columns)
    if len(columns) > 1 and text and row[columns[1]] in ("", spec.format.no_time):
        return row[columns[0]], True
    return text, bool(text) and not moments.has_time(text)


def _not_in_future(spec: Import, moment: datetime, text: str) -> None:
    if moment > clock.now() and "future_date" in spec.reject:
        raise Reject("future_date", _("The date %(text)s lies in the future.") % {"text": text})


def state(spec: Import, row: Row, compiled: CompiledService, found: Summary) -> str:
    if spec.state is None:
        return compiled.initial_state
    value = row[spec.state.column]
    key = spec.state.map.get(value)
    if key is not None and key in compiled.spec.states:
        return key
    if spec.state.unknown == "report":
        found.not_known(spec.state.column, value)
    raise Reject("unknown_state", _("No state is mapped for “%(value)s”.") % {"value": value})


def point(spec: Import, row: Row) -> Point | None:
    texts = [row[column] for column in spec.location]
    if not any(texts):
        if "no_location" in spec.reject:
            raise Reject("no_location", _("There is no location."))
        return None
    try:
        latitude, longitude = (float(text) for text in texts)
    except ValueError:
        raise Reject("bad_location", _("“%(text)s” is no point.") % {"text": ", ".join(texts)}) from None
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise Reject("bad_location", _("“%(text)s” is no point.") % {"text": ", ".join(texts)})
    if not places.inside_municipality(latitude, longitude):
        _outside(spec, latitude, longitude)
    return latitude, longitude


def _outside(spec: Import, latitude: float, longitude: float) -> None:
    if places.inside_municipality(longitude, latitude):
        raise Reject("swapped_location", _("Latitude and longitude are exchanged."))
    if "outside_municipality" in spec.reject or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Reject("outside_municipality", _("The point lies outside the municipality."))
