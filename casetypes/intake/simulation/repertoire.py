"""What the scenarios of a definition teach: typical answers, the words of each step, who takes it, and the ways on.

Read once per version and process. What a scenario does not show is made up from the field's own type, so that a service
is told whole even where its scenarios show little.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.scenarios import Scenario
from casetypes.definitions.schema.service import Transition
from casetypes.forms.answers import CleanAnswers, clean_answers
from casetypes.intake import reporters
from casetypes.kernel.errors import DomainError

CONTACTS = frozenset({"email", "phone", "curp", "address"})
VARIED = 60
SHARE_OTHER_CHOICE = 0.35
SPREAD = 0.6
FAR = 99
WORDS = "Caso simulado: texto de ejemplo."


@dataclass(frozen=True)
class Variant:
    """Answers that the form accepts, without a place: as sent, and cleaned. Dates are the day of the report."""

    key: int
    raw: Mapping[str, Any]
    clean: CleanAnswers
    dates: tuple[str, ...]
    consents: tuple[tuple[str, str], ...]


@dataclass
class Repertoire:
    """One service. `inputs` and `checks` are the answers that scenarios give, each as often as it is shown."""

    compiled: CompiledService
    seed: int
    inputs: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    shown_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    checks: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    filled_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for scenario in self.compiled.spec.scenarios.values():
            self._learn(scenario)

    def _learn(self, scenario: Scenario) -> None:
        for step in scenario.steps:
            if step.refused:
                continue
            if step.do:
                self.inputs[step.do].append(step.input)
                self.shown_by[step.do].append((step.by or "system").partition("#")[0])
            elif step.check:
                self.checks[step.check].append(step.input)
                self.filled_by[step.check].append((step.by or "crew").partition("#")[0])

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels that scenarios come by."""
        return tuple(
            sorted({scenario.channel for scenario in self.compiled.spec.scenarios.values()} - {"legacy"})
        )

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """What people report: the scenarios' own answers first, then the same with some answers varied."""
        chance = Random(f"answers {self.seed} {self.compiled.key}")
        scenarios = list(self.compiled.spec.scenarios.values())
        found = [
            made
            for number, each in enumerate(scenarios)
            if (made := self._variant(self._told(each.given), number))
        ]
        for number in range(VARIED if scenarios else 0):
            told = self._varied(self._told(scenarios[number % len(scenarios)].given), chance)
            if made := self._variant(told, len(scenarios) + number):
                found.append(made)
        return tuple(found)

    def _told(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Nobody is reachable, so nothing can ever be sent; files come from `photos`."""
        fields, files = self.compiled.fields, self.compiled.file_fields
        return {
            key: value for key, value in given.items()
            if key in fields and fields[key].type not in CONTACTS and key not in files
        }  # fmt: skip

    def _variant(self, told: dict[str, Any], key: int) -> Variant | None:
        """None for answers that the form would not take."""
        place = self.compiled.location_field
        try:
            clean = clean_answers(self.compiled, told, language="es")
        except DomainError:
            return None
        raw = {name: value for name, value in told.items() if name != place}
        kept = CleanAnswers(
            {name: value for name, value in clean.form.items() if name != place}, dict(clean.personal)
        )
        dates = tuple(name for name in clean.all if self.compiled.fields[name].type == "date")
        return Variant(key, raw, kept, dates, tuple(reporters.consents_in(self.compiled, clean)))

    def _varied(self, told: dict[str, Any], chance: Random) -> dict[str, Any]:
        return {key: _other(self.compiled.fields[key], value, chance) for key, value in told.items()}

    @cached_property
    def ways(self) -> dict[str, dict[str, int]]:
        """For each final kind: how many steps each state is away from it, over all branches, detours left out."""
        spec = self.compiled.spec
        kinds = sorted({state.final for state in spec.states.values() if state.final})
        return {kind: self._distances(kind) for kind in kinds}

    def _distances(self, kind: str) -> dict[str, int]:
        spec = self.compiled.spec
        far = {key: 0 for key, state in spec.states.items() if state.final == kind}
        for _round in spec.states:
            for move in spec.transitions.values():
                ahead = min((far.get(branch.goto, FAR) for branch in move.to), default=FAR)
                for source in move.sources:
                    if ahead + 1 < far.get(source, FAR):
                        far[source] = ahead + 1
        return far

    @cached_property
    def endings(self) -> dict[str, float]:
        """Final kinds that can be reached from the first state, with how often scenarios lead there."""
        first = self.compiled.initial_state
        return {kind: 1.0 for kind, far in self.ways.items() if first in far}

    def input_of(self, key: str, chance: Random) -> dict[str, Any]:
        """What is said with a step: as a scenario says it, else made up."""
        fields = self.compiled.spec.transitions[key].input
        shown = self.inputs.get(key)
        said = dict(shown[int(chance.random() * len(shown))]) if shown else {}
        said = {name: value for name, value in said.items() if name in fields}
        for name, spec in fields.items():
            if spec.required and name not in said and (value := made_up(spec, chance)) is not None:
                said[name] = value
        return said

    def answers_of(self, key: str, chance: Random) -> dict[str, Any]:
        """What is answered to a checklist, so that it is complete; photos come apart."""
        items = self.compiled.spec.checklists[key].items
        shown = self.checks.get(key)
        said = dict(shown[int(chance.random() * len(shown))]) if shown else {}
        said = {name: value for name, value in said.items() if name in items and items[name].type != "photo"}
        for name, spec in items.items():
            if spec.must_be is not None:
                said[name] = spec.must_be
            elif spec.required and name not in said and spec.type != "photo":
                said[name] = made_up(spec, chance)
        return said

    def photo_items(self, key: str) -> tuple[str, ...]:
        """Items of a checklist that take a photo which has to be there."""
        items = self.compiled.spec.checklists[key].items
        return tuple(name for name, spec in items.items() if spec.type == "photo" and spec.required)

    def actors_of(self, transition: Transition, key: str) -> list[str]:
        """`by` words for a step, those that scenarios show first."""
        shown = [by for by in self.shown_by.get(key, ()) if by in transition.by]
        return list(dict.fromkeys([*shown, *transition.by]))


def _other(spec: FieldOptions, value: Any, chance: Random) -> Any:
    """Another answer of the same kind; texts and whatever is not plainly varied stay."""
    if spec.type == "choice" and chance.random() < SHARE_OTHER_CHOICE:
        return chance.choice(list(getattr(spec, "options", {value: value})))
    if spec.type in {"integer", "decimal"} and isinstance(value, int | float) and value is not True:
        low, high = getattr(spec, "min", None), getattr(spec, "max", None)
        varied = value * (1 + SPREAD * (2 * chance.random() - 1))
        varied = max(varied, low if low is not None else varied)
        varied = min(varied, high if high is not None else varied)
        return round(varied) if spec.type == "integer" else round(float(varied), 1)
    return value


def made_up(spec: FieldOptions, chance: Random) -> Any:
    """An answer for a field nobody showed one for; None where only a person could give one."""
    if spec.type in {"text", "long_text"}:
        return WORDS[: getattr(spec, "max", None) or len(WORDS)]
    if spec.type == "boolean":
        return True if spec.must_be is None else spec.must_be
    if spec.type == "choice":
        return chance.choice(list(getattr(spec, "options", {}))) if getattr(spec, "options", {}) else None
    if spec.type == "choices":
        return list(getattr(spec, "options", {}))[:1]
    if spec.type in {"integer", "decimal"}:
        return getattr(spec, "min", None) or 1
    return None


def learn(services: Iterable[CompiledService], seed: int) -> dict[str, Repertoire]:
    """By the key of the service; those whose answers cannot be made up are left out."""
    found = {service.key: Repertoire(service, seed) for service in services}
    return {key: each for key, each in found.items() if each.variants}
