"""A mapping, ready to judge rows: each becomes a candidate for a case or a rejection with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _

from casetypes.cases import placing
from casetypes.cases.placing import Place
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.imports import FieldColumn, Import, ServiceMap
from casetypes.forms.answers import CleanAnswers, clean_answers
from casetypes.intake.imports import columns, judging
from casetypes.intake.imports.judging import Closing, Point, Reject, Rejection
from casetypes.intake.imports.masking import mask
from casetypes.intake.imports.reading import Row
from casetypes.intake.imports.summary import Summary
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import closest, normalise
from casetypes.places.models import Zone

FREE_TEXT = ("text", "long_text")
LONGEST_ADDRESS = 200
MOST_KEPT = 4096


@dataclass(frozen=True)
class Candidate:
    """A row that can become a case."""

    source_id: str
    compiled: CompiledService
    state: str
    opened_at: datetime
    closing: Closing | None
    answers: CleanAnswers
    place: Place


@dataclass
class Mapping:
    """`spec` is the published mapping; the services' live versions and zones are those at the start of the run."""

    key: str
    spec: Import
    services: dict[str, CompiledService] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    _clean: dict[tuple[object, ...], CleanAnswers] = field(default_factory=dict, repr=False)

    @property
    def source(self) -> str:
        """What `Case.source` says of cases of this mapping."""
        return f"import:{self.key}"

    @property
    def column_names(self) -> list[str]:
        """Every column that the mapping names."""
        return columns.named(self.spec)

    @property
    def id_columns(self) -> list[str]:
        return columns.listed(self.spec.id)

    @property
    def records_closings(self) -> bool:
        """An open case of this source is known to be open."""
        return self.spec.closed_at is not None

    def judge(self, row: Row, source_id: str, found: Summary) -> Candidate | Rejection:
        """One row; reads the map of the city, never writes. What is worth telling is added to `found`."""
        try:
            candidate = self._candidate(row, source_id, found)
        except Reject as reject:
            found.rules[reject.rejection.rule] += 1
            return reject.rejection
        found.services[candidate.compiled.key] += 1
        return candidate

    def _candidate(self, row: Row, source_id: str, found: Summary) -> Candidate:
        if any("\0" in value for value in row.values.values()):
            raise Reject("bad_text", _("The row contains null characters: it is damaged."))
        if not source_id:
            raise Reject("no_id", _("The row has no number of its own."))
        compiled = self.services[judging.service(self.spec, row, found)]
        opened_at = judging.opened_at(self.spec, row)
        state = judging.state(self.spec, row, compiled, found)
        final = compiled.spec.states[state].final
        closing = judging.closing(self.spec, row, opened_at) if final else None
        point = judging.point(self.spec, row)
        zone = self._zone(row, found)
        answers = self._answers(row, compiled, point, zone, found)
        place = placing.of_answers(compiled, answers.all)
        if place.zone is None and zone:
            place = replace(place, zone=zone)
        _note(found, place, zone, closing)
        return Candidate(source_id, compiled, state, opened_at, closing, answers, place)

    def _zone(self, row: Row, found: Summary) -> Zone | None:
        """The zone that the file names, when the city has exactly one of that name."""
        name = row[self.spec.zone] if self.spec.zone else ""
        zone = self.zones.get(normalise(name)) if name else None
        if name and zone is None:
            found.differences["zone_unknown"] += 1
        return zone

    def _answers(
        self, row: Row, compiled: CompiledService, point: Point | None, zone: Zone | None, found: Summary
    ) -> CleanAnswers:
        raw: dict[str, str] = {}
        for key, source in self.spec.fields.items():
            value = self._value(row, compiled, key, source, found) if key in compiled.fields else ""
            if value:
                raw[key] = mask(value) if compiled.fields[key].type in FREE_TEXT else value
        try:
            cleaned = self._cleaned(compiled, raw)
            where = self._location(row, point, zone) if compiled.location_field else {}
            if not where:
                return cleaned
            placed = clean_answers(
                compiled, {compiled.location_field or "": where}, language="es", legacy=True
            )
        except Invalid as error:
            told = "; ".join(f"{key}: {' '.join(map(str, texts))}" for key, texts in error.fields.items())
            raise Reject("bad_answer", told) from error
        return CleanAnswers({**cleaned.form, **placed.form}, {**cleaned.personal, **placed.personal})

    def _cleaned(self, compiled: CompiledService, raw: dict[str, str]) -> CleanAnswers:
        """Answers without the place. The rows of a line repeat the same ones thousands of times, so the last few
        thousand are kept."""
        key = (compiled.key, *raw.items())
        if (known := self._clean.get(key)) is None:
            if len(self._clean) >= MOST_KEPT:
                self._clean.clear()
            known = self._clean[key] = clean_answers(compiled, raw, language="es", legacy=True)
        return known

    def _value(
        self,
        row: Row,
        compiled: CompiledService,
        key: str,
        source: str | list[str] | FieldColumn,
        found: Summary,
    ) -> str:
        """A column as it is, or translated; what neither the map nor the service knows is not recorded."""
        if not isinstance(source, FieldColumn):
            return columns.joined(row, source)
        value = row[source.column]
        if source.map is None or not value:
            return value
        offered = getattr(compiled.fields[key], "options", None)
        for target in (source.map.get(value), source.otherwise):
            if target is not None and (offered is None or target in offered):
                return target
        found.not_known(source.column, value)
        return ""

    def _location(self, row: Row, point: Point | None, zone: Zone | None) -> dict[str, object]:
        """The polygon decides where there is a point; the named zone where there is none. An address by itself
        is no place."""
        where: dict[str, object] = {}
        if point:
            where = {"latitude": point[0], "longitude": point[1]}
        elif zone:
            where = {"zone": zone.key}
        address = mask(columns.joined(row, self.spec.address))[:LONGEST_ADDRESS]
        return {**where, "address": address} if where and address else where


def _note(found: Summary, place: Place, named: Zone | None, closing: Closing | None) -> None:
    """Count what a reader of the figures should know; `named` is the zone that the file says."""
    if place.zone is None and place.latitude is None:
        found.differences["no_place"] += 1
    if named and place.zone and named.key != place.zone.key:
        found.differences["zone_differs"] += 1
    if closing and closing.day_only:
        found.differences["closing_day_only"] += 1


def load(key: str) -> Mapping:
    """The published mapping with the live versions of its services; raises NotFound, Invalid (state, field)."""
    spec = selectors.import_mapping(key)
    services = {key: selectors.live_service(key).compiled for key in sorted(_services_of(spec))}
    mapping = Mapping(key, spec, services, _zones_by_name() if spec.zone else {})
    if problems := list(_problems(mapping)):
        raise Invalid("\n".join(problems), code="mapping")
    return mapping


def _services_of(spec: Import) -> set[str]:
    if not isinstance(spec.service, ServiceMap):
        return {spec.service}
    otherwise = {spec.service.otherwise} if spec.service.otherwise else set()
    return otherwise | {service for _words, service in spec.service.targets()}


def _zones_by_name() -> dict[str, Zone]:
    """Active zones by their name as it is searched; a name that several have tells nothing and is left out."""
    by_name: dict[str, list[Zone]] = {}
    for zone in Zone.objects.filter(active=True).defer("geometry"):
        by_name.setdefault(zone.search_name, []).append(zone)
    return {name: zones[0] for name, zones in by_name.items() if len(zones) == 1}


def _problems(mapping: Mapping) -> Iterator[str]:
    """Fields and states of the mapping that none of its services knows."""
    spec = mapping.spec
    fields = {key for compiled in mapping.services.values() for key in compiled.fields}
    states = {key for compiled in mapping.services.values() for key in compiled.spec.states}
    for key in spec.fields:
        if key not in fields:
            text = _("The mapping fills “%(key)s”, which is no question of the service.") % {"key": key}
            yield _with_hint(text, key, fields)
    for state in spec.state.map.values() if spec.state else ():
        if state not in states:
            text = _("The mapping leads to the state “%(key)s”, which the service does not have.")
            yield _with_hint(text % {"key": state}, state, states)
    if spec.location and len(spec.location) != 2:
        yield _("`location` names two columns: latitude, longitude.")


def _with_hint(text: str, key: str, known: set[str]) -> str:
    near = closest(key, sorted(known))
    return f"{text} {_('Did you mean “%(near)s”?') % {'near': near}}" if near else text
