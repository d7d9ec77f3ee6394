"""A version, ready to run: what the engine asks of a definition. Frozen; made once per version and process.

Answers arrive JSON-shaped, as they are stored; dates become moments here, before an expression reads them. Where a
legacy case lacks what an expression needs, the last, unconditional rule counts and the answer says `fell_back`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from casetypes.definitions.field_rights import FieldRights
from casetypes.definitions.loader.loaded import canonical
from casetypes.definitions.schema.base import Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.references import Evaluates, marked
from casetypes.definitions.schema.service import Branch, Clock, Page, Service, Transition
from casetypes.kernel.business_time import Span
from casetypes.kernel.errors import NotFound
from casetypes.kernel.expressions import ExpressionRefused, Program, compile
from casetypes.kernel.registry import effects, field_types
from casetypes.kernel.vocabulary import Priority

Roots = Mapping[str, object]
R = TypeVar("R")


@dataclass(frozen=True)
class Computed:
    """Values under `calc`, JSON-shaped. What could not be worked out for a legacy case is left out."""

    values: dict[str, Any]
    fell_back: bool = False


@dataclass(frozen=True)
class DecidedPriority:
    """`rule` counts from 0; None when the definition has no priority rules ("normal" then)."""

    priority: Priority
    because: Texts
    rule: int | None
    fell_back: bool = False


@dataclass(frozen=True)
class DecidedBudget:
    span: Span
    rule: int
    fell_back: bool = False


@dataclass(frozen=True)
class CompiledService(FieldRights):
    """One version of a service. Raises ExpressionRefused wherever an expression gives no usable answer."""

    spec: Service
    version_id: int | None = None
    number: int | None = None
    _programs: dict[str, Program] = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> str:
        return self.spec.key

    @cached_property
    def fields(self) -> dict[str, FieldOptions]:
        """Every field of the form by its key, in the order of the pages."""
        return {key: options for page in self.spec.form.values() for key, options in page.fields.items()}

    @cached_property
    def _page_of(self) -> dict[str, str]:
        return {key: page_key for page_key, page in self.spec.form.items() for key in page.fields}

    def page_of(self, field_key: str) -> str:
        """The key of the page that asks for a field; raises KeyError."""
        return self._page_of[field_key]

    @cached_property
    def personal_fields(self) -> frozenset[str]:
        return frozenset(key for key, options in self.fields.items() if options.is_personal)

    @cached_property
    def file_fields(self) -> frozenset[str]:
        """Fields whose answers are uploads."""
        takes_files = (
            key for key, options in self.fields.items() if field_types.get(options.type).takes_files
        )
        return frozenset(takes_files)

    @cached_property
    def location_field(self) -> str | None:
        """The field that says where: the first of type location; None when the service has no place."""
        return next((key for key, options in self.fields.items() if options.type == "location"), None)

    @cached_property
    def effects_used(self) -> frozenset[str]:
        """Names of every effect that a transition, a branch, a clock or the opening may carry out."""
        return frozenset(call.name for call in self.spec.effect_calls())

    @cached_property
    def opening_writes(self) -> bool:
        """Whether an effect of the opening stays inside the database and may have changed the case."""
        return any(effects.get(call.name).at_once for call in self.spec.on_open.do)

    @property
    def initial_state(self) -> str:
        return next(iter(self.spec.states))

    def pages(
        self, answers: Mapping[str, object], actor_roots: Roots | None = None
    ) -> list[tuple[str, Page]]:
        """The pages that these answers lead to, in order.

        Answers of a page that is skipped do not count for the pages after it. A condition that cannot be
        worked out yet (it asks for something not answered) skips its page. What the office notes down is asked of
        nobody, and a page of consents only of who answered something personal before it.
        """
        reached: list[tuple[str, Page]] = []
        known = {key: value for key, value in answers.items() if key not in self.fields}
        for key, page in self.spec.form.items():
            if page.by_office or (page.when and not self._applies(page.when, known, actor_roots)):
                continue
            if page.goes_with_personal and not self.personal_fields & known.keys():
                continue
            reached.append((key, page))
            known.update({name: answers[name] for name in page.fields if name in answers})
        return reached

    def asked(
        self, answers: Mapping[str, object], actor_roots: Roots | None = None
    ) -> dict[str, FieldOptions]:
        """The fields that these answers lead to: of reachable pages, and whose own `when` holds."""
        fields: dict[str, FieldOptions] = {}
        for _, page in self.pages(answers, actor_roots):
            for key, options in page.fields.items():
                if not options.when or self._applies(options.when, answers, actor_roots):
                    fields[key] = options
        return fields

    def _applies(self, condition: str, answers: Mapping[str, object], actor_roots: Roots | None) -> bool:
        try:
            return self.holds(condition, {"actor": {}, **(actor_roots or {}), "form": answers})
        except ExpressionRefused:
            return False

    def calc(self, form: Mapping[str, object], legacy: bool = False) -> Computed:
        """All computed values, each after those it needs; raises ExpressionRefused unless `legacy`."""
        values: dict[str, Any] = {}
        fell_back = False
        for key in self._calc_order:
            roots = {"form": form, "calc": values}
            try:
                values[key] = _as_json(self._program(self.spec.calc[key].formula).value(self._read(roots)))
            except ExpressionRefused:
                if not legacy:
                    raise
                fell_back = True
        return Computed({key: values[key] for key in self.spec.calc if key in values}, fell_back)

    @cached_property
    def _calc_order(self) -> list[str]:
        needs = {
            key: {
                path[1] for path in self._program(calc.formula).references if path[0] == "calc" and path[1:]
            }
            for key, calc in self.spec.calc.items()
        }
        order: list[str] = []
        while len(order) < len(needs):
            ready = [
                key for key in needs if key not in order and needs[key].intersection(needs) <= set(order)
            ]
            order += ready or [key for key in needs if key not in order]
        return order

    @cached_property
    def read_by_rules(self) -> frozenset[tuple[str, ...]]:
        """Paths that calculations and priority rules look at, such as ("form", "profundidad_cm")."""
        texts = [calc.formula for calc in self.spec.calc.values()]
        texts += [rule.when for rule in self.spec.priority if rule.when]
        return frozenset(path for text in texts for path in self._program(text).references)

    def priority(self, roots: Roots, legacy: bool = False) -> DecidedPriority:
        """The first priority rule that holds."""
        if not self.spec.priority:
            return DecidedPriority("normal", {}, None)
        rule, index, fell_back = self._first(self.spec.priority, roots, legacy)
        return DecidedPriority(rule.priority, rule.because, index, fell_back)

    def budget(self, clock_key: str, roots: Roots, legacy: bool = False) -> DecidedBudget:
        """The first budget of the clock whose rule holds."""
        rule, index, fell_back = self._first(self.spec.clocks[clock_key].budget, roots, legacy)
        return DecidedBudget(Span.parse(rule.span), index, fell_back)

    def until(self, clock_key: str, roots: Roots) -> tuple[datetime, bool]:
        """The moment that a clock with `until` waits for, and whether it is made of days alone: then it is midnight
        in the city, not the midnight in UTC that expressions take a day for."""
        text = self.spec.clocks[clock_key].until or ""
        found = self.value(text, roots)
        if not isinstance(found, datetime):
            raise ExpressionRefused(text, f"gives {type(found).__name__}, not a moment")
        paths = self._program(text).references
        now = roots.get("now")
        later = {**roots, "now": now + timedelta(days=1)} if isinstance(now, datetime) else roots
        asked = {self.fields[path[1]].type for path in paths if path[0] == "form" and path[1] in self.fields}
        return found, "date" in asked and "datetime" not in asked and self.value(text, later) == found

    def value(self, text: str, roots: Roots, transition_key: str = "") -> object:
        """What an expression of an effect gives, with answers and input as expressions read them."""
        return self._program(text).value(self._read(roots, transition_key))

    def written(self, values: Mapping[str, str], roots: Roots, transition_key: str = "") -> dict[str, object]:
        """Answers that expressions give, by field, in the shape in which answers are stored."""
        found = {key: self.value(text, roots, transition_key) for key, text in values.items()}
        return {
            key: field_types.get(self.fields[key].type).from_expression(value, self.fields[key])
            if key in self.fields
            else value
            for key, value in found.items()
        }

    def branch(self, transition_key: str, roots: Roots) -> Branch:
        """The branch a transition takes: the first that holds."""
        return self._first(self._transition(transition_key).to, roots, False, transition_key)[0]

    def requirements_failed(self, transition_key: str, roots: Roots, *, without: str = "") -> list[Texts]:
        """What its author wrote for each requirement that does not hold; [] means go.

        Requirements about the root `without` are left out: before the form of a transition is filled, nothing
        can be said about its `input`.
        """
        requirements = self._transition(transition_key).require
        if not requirements:
            return []
        prepared = self._read(roots, transition_key)
        return [
            requirement.otherwise
            for requirement in requirements
            if without not in {path[0] for path in self._program(requirement.that).references}
            and not self._program(requirement.that).holds(prepared)
        ]

    def holds(self, text: str, roots: Roots, transition_key: str = "") -> bool:
        """Whether one condition of the definition holds; raises ExpressionRefused."""
        return self._program(text).holds(self._read(roots, transition_key))

    def transitions_from(self, state: str) -> dict[str, Transition]:
        """Transitions that leave a state, in the order of the definition."""
        return {key: each for key, each in self.spec.transitions.items() if state in each.sources}

    @property
    def reader_posts(self) -> tuple[tuple[str, str], ...]:
        """(role, desk) of each post whose holders can be appointed as readers of a confidential service."""
        parts = (reader.partition("@") for reader in self.spec.readers)
        return tuple((role, desk or self.spec.desk) for role, _at, desk in parts)

    def clock(self, key: str) -> Clock:
        """Raises NotFound."""
        try:
            return self.spec.clocks[key]
        except KeyError:
            raise NotFound(f'The service "{self.key}" has no clock "{key}".') from None

    def _transition(self, key: str) -> Transition:
        try:
            return self.spec.transitions[key]
        except KeyError:
            raise NotFound(f'The service "{self.key}" has no transition "{key}".') from None

    def _first(
        self, rules: Sequence[R], roots: Roots, legacy: bool, transition_key: str = ""
    ) -> tuple[R, int, bool]:
        """The first rule whose `when` holds, its index, and whether a legacy case fell back to the last."""
        prepared: Roots | None = None
        for index, rule in enumerate(rules):
            condition: str | None = getattr(rule, "when", None)
            if condition is None:
                return rule, index, False
            prepared = self._read(roots, transition_key) if prepared is None else prepared
            try:
                if self._program(condition).holds(prepared):
                    return rule, index, False
            except ExpressionRefused:
                if not legacy:
                    raise
                return rules[-1], len(rules) - 1, True
        raise ExpressionRefused(
            f"{self.key}: {len(rules)} rules", "no rule holds and the last one has a `when`"
        )

    def _program(self, text: str) -> Program:
        program = self._programs.get(text)
        if program is None:
            program = self._programs[text] = compile(text)
        return program

    def _read(self, roots: Roots, transition_key: str = "") -> Roots:
        """Roots with the answers, and the input of a transition, as expressions read them: dates as moments."""
        prepared = dict(roots)
        if isinstance(answers := roots.get("form"), Mapping):
            prepared["form"] = {
                key: self._answer(self._converters, key, value) for key, value in answers.items()
            }
        if isinstance(given := roots.get("input"), Mapping) and given:
            converters = self._input_converters.get(transition_key, {})
            prepared["input"] = {key: self._answer(converters, key, value) for key, value in given.items()}
        if isinstance(values := roots.get("calc"), Mapping):
            prepared["calc"] = {key: self._calculated(key, value) for key, value in values.items()}
        return prepared

    @staticmethod
    def _answer(converters: Mapping[str, "Converter"], key: str, value: object) -> object:
        convert = converters.get(key)
        if convert is None or value is None or isinstance(value, date | datetime):
            return value
        try:
            return convert(value)
        except (ValueError, TypeError, KeyError):
            return None

    @cached_property
    def _converters(self) -> dict[str, "Converter"]:
        return {key: _converter(options) for key, options in self.fields.items()}

    @cached_property
    def _input_converters(self) -> dict[str, dict[str, "Converter"]]:
        return {
            name: {key: _converter(options) for key, options in transition.input.items()}
            for name, transition in self.spec.transitions.items()
        }

    def _calculated(self, key: str, value: object) -> object:
        calculation = self.spec.calc.get(key)
        if calculation is None or calculation.type not in {"date", "datetime"} or not isinstance(value, str):
            return value
        return datetime.fromisoformat(value)


Converter = Callable[[object], object]


def _converter(options: FieldOptions) -> Converter:
    field_type = field_types.get(options.type)
    return lambda value: field_type.from_json(value, options)


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def compile_service(
    document: Mapping[str, Any], version_id: int | None = None, number: int | None = None
) -> CompiledService:
    """From a merged document, as published; raises pydantic.ValidationError or ExpressionRefused."""
    spec = Service.model_validate_json(canonical(document))
    compiled = CompiledService(spec, version_id, number)
    for text in expressions_of(spec):
        compiled._program(text)
    return compiled


def expressions_of(spec: Service) -> Iterable[str]:
    """Every expression of a definition, effects' too."""
    return [found.value for found in marked(spec) if isinstance(found.mark, Evaluates)]
