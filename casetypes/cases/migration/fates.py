"""What becomes of one case: state, answers, rules, and what the rooms above add. Worked out in memory, never written.

The case is a fresh instance and is changed in place to what it would be, so that expressions of the later version see
it as it will be; `Fate.before` says what it was.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from casetypes.cases.migration.answers import Refusal, Sides, answers_after, lacking
from casetypes.cases.models import SET_BY_HAND, Case, CaseEvent
from casetypes.cases.opening import decide, search_text
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.migration_plan import Plan
from casetypes.kernel.expressions import ExpressionRefused

RESTORED = (
    "version_id", "state", "public_status", "final_kind", "answers", "calc", "priority", "priority_because",
    "rules_unset", "search_text", "due_at", "overdue",
)  # fmt: skip
ClockFate = Literal["kept", "restarted", "started", "paused", "resumed", "ended"]


@dataclass(frozen=True)
class Way:
    """One plan with both versions, ready to run."""

    plan: Plan
    old: CompiledService
    new: CompiledService

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """New questions without whose answer a case could not go on."""
        return tuple(lacking(self.new, self.plan.added))

    @cached_property
    def needs_personal(self) -> bool:
        """Whether sealed answers have to be opened: for their own sake, or because rules may look at them."""
        old, new = self.old, self.new
        touched = any(
            key in old.personal_fields or step.target in new.personal_fields
            for key, step in self.plan.fields.items()
            if step.fate != "kept" or (key in old.personal_fields) != (step.target in new.personal_fields)
        )
        return touched or self.plan.recompute or bool(self.unknown or self.needed)

    @cached_property
    def unknown(self) -> frozenset[str]:
        """Computed values that the earlier version did not have, or as another type."""
        types = {key: calc.type for key, calc in self.old.spec.calc.items()}
        return frozenset(key for key, calc in self.new.spec.calc.items() if types.get(key) != calc.type)


@dataclass(frozen=True)
class ClockLine:
    """What becomes of one clock; `key` of the definition, due moments before and after."""

    key: str
    fate: ClockFate
    before: datetime | None
    after: datetime | None


Write = Callable[[CaseEvent], None]
Expected = tuple[datetime | None, datetime | None]  # the date the citizen is told, before and after


@dataclass
class Fate:
    """`refusals` empty: it can go. `kept` is what each room needs for the way back, JSON-shaped; `writes` are called
    with the event of the move, inside its transaction. `sealed` are personal answers to be sealed anew, None when they
    stay as they are. `past`: (clock, its marks) that the case has passed by there, and of which it warns once moved."""

    case: Case
    way: Way
    before: Mapping[str, Any]
    answers: list[tuple[str, str | None, str, str]] = field(default_factory=list)
    clocks: list[ClockLine] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    personal: Mapping[str, object] | None = None
    expected: Expected = (None, None)
    past: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def goes(self) -> bool:
        return not self.refusals

    def refuse(self, code: str, **values: str) -> None:
        self.refusals.append(Refusal(code, values))


def weigh(case: Case, way: Way, personal: Mapping[str, object] | None, *, sealable: bool) -> Fate:
    """What becomes of this case, before the rooms above are asked. `personal`: its opened sealed answers, None when
    nobody needs them or their key is gone; `sealable`: there is somebody under whose key answers can be sealed."""
    fate = Fate(case, way, {name: deepcopy(case.__dict__[name]) for name in RESTORED})
    sides = Sides(dict(case.answers), dict(personal or {}))
    after = answers_after(way.plan, way.old, way.new, sides, sealable=sealable)
    fate.answers, fate.refusals = after.lines, list(after.refusals)
    _enter_state(fate)
    if not fate.goes:
        return fate
    if personal is not None and after.personal != personal:
        fate.personal = after.personal
    _become(fate, after.plain)
    for key in way.needed:
        if case.channel != "legacy" and key not in after.plain and key not in after.personal:
            fate.refuse("needed", field=key)
    _decide_rules(fate, after.personal)
    return fate


def _enter_state(fate: Fate) -> None:
    plan, state = fate.way.plan, fate.case.state
    if plan.states.get(state) is None:
        fate.refuse("no_state", state=state)
    elif state in plan.ends:
        fate.refuse("would_end", state=state, to=str(plan.states[state]))


def _become(fate: Fate, answers: Mapping[str, object]) -> None:
    case, new = fate.case, fate.way.new
    case.version_id = new.version_id or 0
    set_state(case, str(fate.way.plan.states[case.state]))
    case.public_status = new.spec.states[case.state].public
    changed = answers != case.answers
    case.answers = dict(answers)
    if changed:
        case.search_text = search_text(case, new)


def set_state(case: Case, state: str) -> None:
    """Past django-fsm's protection: no transition leads from one version to another."""
    case.__dict__["state"] = state


def _decide_rules(fate: Fate, personal: Mapping[str, object]) -> None:
    """Values that the case has stay as they were decided, unless the rules say otherwise; new ones are worked out."""
    case, way = fate.case, fate.way
    kept = {key: case.calc[key] for key in way.new.spec.calc if key in case.calc and key not in way.unknown}
    if not way.unknown and not way.plan.recompute:
        case.calc = kept
        return
    try:
        rules = decide(case, way.new, personal)
    except ExpressionRefused as error:
        fate.refuse("rules", why=str(error))
        return
    if not way.plan.recompute:
        case.calc = {**rules.calc, **kept}
        return
    case.calc, case.rules_unset = dict(rules.calc), rules.unset
    if case.priority_because != SET_BY_HAND:
        case.priority, case.priority_because = rules.priority, dict(rules.because)


def going(fates: Iterable[Fate]) -> list[Fate]:
    return [fate for fate in fates if fate.goes]
