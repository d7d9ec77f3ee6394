"""A mapping, ready to judge rows: each becomes a candidate for a case or a rejection with its reason."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.city import ColumnMap, Import
from casetypes.forms.answers import clean_answers
from casetypes.intake.imports import moments
from casetypes.intake.imports.masking import mask
from casetypes.intake.imports.reading import Row
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid
from casetypes.places import selectors as places

FREE_TEXT = ("text", "long_text")


@dataclass(frozen=True)
class Rejection:
    """Why a row becomes no case: `rule` for machines, `reason` for people."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A row that can become a case."""

    source_id: str
    compiled: CompiledService
    state: str
    opened_at: datetime
    closed_at: datetime | None
    answers: dict[str, object]
    personal: dict[str, object]
    point: tuple[float, float] | None = None


class Reject(Exception):
    """Raised while a row is judged."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rejection = Rejection(rule, reason)


@dataclass
class Mapping:
    """`spec` is the published mapping; the services' live versions are those at the start of the run."""

    key: str
    spec: Import
    services: dict[str, CompiledService] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """What `Case.source` says of cases of this mapping."""
        return f"import:{self.key}"

    @property
    def columns(self) -> list[str]:
        """Every column that the mapping names."""
        spec = self.spec
        named = [spec.id, *_listed(spec.opened_at), *_listed(spec.closed_at), *spec.location]
        named += [_column(source) for source in spec.fields.values() if _column(source)]
        mapped = [spec.state, spec.service]
        return [*named, *(found.column for found in mapped if isinstance(found, ColumnMap))]

    def judge(self, row: Row) -> Candidate | Rejection:
        """One row; reads the map of the city, never writes."""
        try:
            return self._candidate(row)
        except Reject as reject:
            return reject.rejection

    def _candidate(self, row: Row) -> Candidate:
        source_id = self.source_id(row)
        compiled = self._service(row)
        opened_at = self._opened_at(row)
        state = self._state(row, compiled)
        closed_at = self._closed_at(row, opened_at) if compiled.spec.states[state].final else None
        point = self._point(row)
        answers = self._answers(row, compiled, point)
        return Candidate(
            source_id, compiled, state, opened_at, closed_at, answers.form, answers.personal, point
        )

    def source_id(self, row: Row) -> str:
        """The natural key of a row; raises Reject when it has none."""
        source_id = row[self.spec.id]
        if not source_id or len(source_id) > 80:
            raise Reject("no_id", _("The row has no number of its own."))
        return source_id

    def _service(self, row: Row) -> CompiledService:
        service = self.spec.service
        if not isinstance(service, ColumnMap):
            return self.services[service]
        key = service.map.get(row[service.column])
        if key is None:
            raise Reject(
                "unknown_service", _("No service is mapped for “%(value)s”.") % {"value": row[service.column]}
            )
        return self.services[key]

    def _opened_at(self, row: Row) -> datetime:
        text = _joined(row, self.spec.opened_at)
        moment = moments.parse(text, self.spec.format.time_zone) if text else None
        if moment is None:
            raise Reject(
                "no_date", _("“%(text)s” is no date.") % {"text": text} if text else _("There is no date.")
            )
        if moment > clock.now() and "future_date" in self.spec.reject:
            raise Reject("future_date", _("The date %(text)s lies in the future.") % {"text": text})
        return moment

    def _closed_at(self, row: Row, opened_at: datetime) -> datetime | None:
        """None when it was not recorded; a text that is no date, or one before the opening, is rejected."""
        text = _joined(row, self.spec.closed_at) if self.spec.closed_at else ""
        if not text:
            return None
        moment = moments.parse(text, self.spec.format.time_zone)
        if moment is None:
            raise Reject("bad_closing", _("“%(text)s” is no closing date.") % {"text": text})
        if moment < opened_at:
            raise Reject(
                "closed_before_opened", _("It was closed (%(text)s) before it was opened.") % {"text": text}
            )
        return moment

    def _state(self, row: Row, compiled: CompiledService) -> str:
        if self.spec.state is None:
            return compiled.initial_state
        value = row[self.spec.state.column]
        state = self.spec.state.map.get(value)
        if state is None or state not in compiled.spec.states:
            raise Reject("unknown_state", _("No state is mapped for “%(value)s”.") % {"value": value})
        return state

    def _point(self, row: Row) -> tuple[float, float] | None:
        texts = [row[column] for column in self.spec.location]
        if not any(texts):
            if "no_location" in self.spec.reject:
                raise Reject("no_location", _("There is no location."))
            return None
        try:
            latitude, longitude = (float(text) for text in texts)
        except ValueError:
            raise Reject("bad_location", _("“%(text)s” is no point.") % {"text": ", ".join(texts)}) from None
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            raise Reject("bad_location", _("“%(text)s” is no point.") % {"text": ", ".join(texts)})
        if "outside_municipality" in self.spec.reject and not places.inside_municipality(latitude, longitude):
            raise Reject("outside_municipality", _("The point lies outside the municipality."))
        return latitude, longitude

    def _answers(self, row: Row, compiled: CompiledService, point: tuple[float, float] | None) -> Any:
        raw: dict[str, object] = {}
        for key, source in self.spec.fields.items():
            value = _value(row, source)
            if value and key in compiled.fields:
                raw[key] = mask(value) if compiled.fields[key].type in FREE_TEXT else value
        if point and compiled.location_field:
            raw[compiled.location_field] = list(point)
        try:
            return clean_answers(compiled, raw, language="es", legacy=True)
        except Invalid as error:
            told = "; ".join(f"{key}: {' '.join(texts)}" for key, texts in error.fields.items())
            raise Reject("bad_answer", told) from error


def load(key: str) -> Mapping:
    """The published mapping with the live versions of its services; raises NotFound, Invalid (state, field)."""
    spec = selectors.import_mapping(key)
    keys = set(spec.service.map.values()) if isinstance(spec.service, ColumnMap) else {spec.service}
    mapping = Mapping(key, spec, {key: selectors.live_service(key).compiled for key in sorted(keys)})
    if problems := list(_problems(mapping)):
        raise Invalid("\n".join(problems), code="mapping")
    return mapping


def _problems(mapping: Mapping) -> Iterator[str]:
    """Fields and states of the mapping that none of its services knows."""
    fields = {key for compiled in mapping.services.values() for key in compiled.fields}
    states = {key for compiled in mapping.services.values() for key in compiled.spec.states}
    for key in mapping.spec.fields:
        if key not in fields:
            yield _("The mapping fills “%(key)s”, which is no question of the service.") % {"key": key}
    for state in mapping.spec.state.map.values() if mapping.spec.state else ():
        if state not in states:
            yield _("The mapping leads to the state “%(key)s”, which the service does not have.") % {
                "key": state
            }
    if mapping.spec.location and len(mapping.spec.location) != 2:
        yield _("`location` names two columns: latitude, longitude.")


def _listed(columns: str | list[str] | None) -> list[str]:
    if columns is None:
        return []
    return [columns] if isinstance(columns, str) else columns


def _joined(row: Row, columns: str | list[str]) -> str:
    """The values of one or several columns (date and time), with a space between; "" unless the first is there."""
    values = [row[column] for column in _listed(columns)]
    return " ".join(filter(None, values)) if values and values[0] else ""


def _column(source: Any) -> str:
    return source if isinstance(source, str) else source.get("column", "")


def _value(row: Row, source: Any) -> str:
    """A column as it is, or translated by `{column, map}`; an untranslated value counts as not recorded."""
    if isinstance(source, str):
        return row[source]
    value = row[source["column"]]
    return source["map"].get(value, "") if "map" in source else value
