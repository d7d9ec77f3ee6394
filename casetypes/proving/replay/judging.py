"""One version on one history: what it would have decided at the opening, at each recorded move and of each clock.

Every move is judged where it really stood, with the answers, evidence and pauses that there really were; so a branch
that goes another way never makes up what people would have done afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from casetypes.cases.attempt import roots_used
from casetypes.definitions.schema.service import Clock, Transition
from casetypes.kernel.business_time import Calendar, Span
from casetypes.proving.replay.past import BORN, FILLED, MOVE, Happened, PastCase
from casetypes.proving.replay.rules import Budget, Rules
from casetypes.proving.replay.terms import Terms
from casetypes.proving.replay.verdict import (
    GONE,
    NO_STATE,
    NOT_FROM_HERE,
    REFUSED,
    UNKNOWN,
    Deadline,
    Decided,
    Step,
    Verdict,
)
from casetypes.sla.runs import Moved, Run, follow, runs_from_opening

EMPTY: tuple[object, ...] = (None, "", [], {})
NOBODY = {"role": "", "desk": ""}
Roots = dict[str, Any]


@dataclass(slots=True)
class Walk:
    """Where a history stands while it is followed. `runs` and `budgets` grow together, by clock."""

    case: PastCase
    form: Mapping[str, Any]
    decided: Decided
    state: str = ""
    own_state: str = ""
    reopened: int = 0
    closed_at: datetime | None = None
    complete: set[str] = field(default_factory=set)
    done_by: dict[str, int | None] = field(default_factory=dict)
    runs: dict[str, list[Run]] = field(default_factory=dict)
    budgets: dict[str, list[Budget]] = field(default_factory=dict)


class Judge:
    """Of one version for the cases of one version (the same, or the draft for those). `now`: the moment up to which
    what still runs is counted; `calendar` gives the version's calendars by key."""

    def __init__(
        self, terms: Terms, calendar: Callable[[str], Calendar], anytime: Calendar, now: datetime
    ) -> None:
        self.terms, self.rules = terms, Rules(terms)
        self.spec = terms.judging.spec
        self._own_states = terms.own.spec.states
        self._anytime, self._now = anytime, now
        self._calendars = {key: calendar(each.calendar) for key, each in self.spec.clocks.items()}
        self._unknown: dict[str, bool] = {}

    def judge(self, case: PastCase) -> Verdict:
        form = self.terms.answers(case.answers)
        born = next((event for event in case.events if event.kind in BORN), None)
        first = (
            self.terms.state(born.after) if born is not None and case.legacy else next(iter(self.spec.states))
        )
        everything = {**form, **self.terms.answers(case.personal)} if case.personal else form
        opening = {"form": everything, "calc": {}, "actor": NOBODY, "input": {}, "now": case.opened_at}
        opening["case"] = self._facts(case, first, "normal", self.spec.desk, case.opened_at, 0)
        decided = self.rules.decided(opening, legacy=case.legacy)
        verdict = Verdict(decided, first, self.spec.desk, broken=decided.broken)
        walk = Walk(case, form, decided, first, born.after if born else first)
        if born is not None:
            self._begin(walk, opening)
        verdict.outcome = self._end_of(first)
        for event in case.events:
            self._follow(walk, verdict, event)
        self._settle(walk, verdict)
        if not case.legacy:
            verdict.missing = self._missing(form, opening)
        return verdict

    def _missing(self, form: Mapping[str, Any], opening: Roots) -> frozenset[str]:
        required = self.rules.required({**opening, "form": form})
        return frozenset(key for key in required if form.get(key) in EMPTY)

    def _begin(self, walk: Walk, opening: Roots) -> None:
        case, at = walk.case, walk.case.opened_at
        history = case.legacy
        closing = next((each.stopped_at for each in case.clocks if each.run == 1), None)
        roots = {**opening, "form": walk.form, "calc": walk.decided.calc}
        roots["case"] = self._facts(case, walk.state, walk.decided.priority, self.spec.desk, at, 0)
        ended = bool(self._final(walk.own_state))
        for key, spec in self.spec.clocks.items():
            starts = runs_from_opening(spec, walk.state)
            if history:
                starts = bool(case.clocks) and (bool(spec.runs_in) if ended else walk.state in spec.runs_in)
                starts = starts and not spec.until
            walk.runs[key], walk.budgets[key] = ([Run(1, at)] if starts else []), []
            if starts:
                walk.budgets[key].append(self.rules.budget(key, roots, legacy=history))
            if starts and history and ended:
                walk.runs[key][0].stopped_at = closing or case.closed_at
        walk.closed_at = case.closed_at if history and ended else None

    def _follow(self, walk: Walk, verdict: Verdict, event: Happened) -> None:
        if event.kind == FILLED:
            (walk.complete.add if event.complete else walk.complete.discard)(event.name)
            return
        if event.kind in BORN:
            return
        if event.kind == MOVE:
            step = self._step(walk, event)
            verdict.steps.append(step)
            verdict.outcome = self._end_of(step.goto) if step.goto else ""
            walk.done_by[event.name] = event.user
        self._arrive(walk, event)

    def _step(self, walk: Walk, event: Happened) -> Step:
        spec, before = self.spec.transitions.get(event.name), self.terms.state(event.before)
        if spec is None:
            return Step(event.name, problem=GONE)
        if before not in self.spec.states:
            return Step(event.name, problem=NO_STATE)
        if before not in spec.sources:
            return Step(event.name, problem=NOT_FROM_HERE)
        way = self.rules.way(event.name, self._roots(walk, event, before))
        if guard := self._guard(walk, event, spec):
            return Step(event.name, problem=REFUSED, guard=guard)
        if way.said:
            return Step(event.name, problem=REFUSED, guard="requirements", said=way.said, reasons=way.reasons)
        if not way.goto or self._branch_unknown(event.name, spec):
            return Step(event.name, problem=UNKNOWN)
        return Step(event.name, way.goto, refer=way.refer, reasons=way.reasons)

    def _branch_unknown(self, key: str, spec: Transition) -> bool:
        """Whether a branch looks at what nobody wrote down under the case's own version."""
        if key not in self._unknown:
            texts = [branch.when for branch in spec.to if branch.when]
            self._unknown[key] = bool(self.terms.unknown(texts, key))
        return self._unknown[key]

    def _guard(self, walk: Walk, event: Happened, spec: Transition) -> str:
        """The guards that the engine asks before requirements, as far as the record tells."""
        if event.role not in {ref.split("@")[0] for ref in spec.by}:
            return "role"
        if spec.not_by and event.user is not None and walk.done_by.get(spec.not_by) == event.user:
            return "another_person"
        if spec.within and walk.closed_at is not None:
            until = self._anytime.add(walk.closed_at, Span.parse(spec.within))
            return "in_time" if event.at > until else ""
        return ""

    def _roots(self, walk: Walk, event: Happened, before: str) -> Roots:
        case = walk.case
        roots: Roots = {
            "form": walk.form, "calc": walk.decided.calc, "input": event.input, "now": event.at,
            "actor": {"role": event.role, "desk": "" if event.role in ("reporter", "system") else event.desk},
            "case": self._facts(case, before, walk.decided.priority, event.desk, event.at, walk.reopened),
        }  # fmt: skip
        wanted = self._wanted.get(event.name, frozenset())
        if "checklist" in wanted:
            roots["checklist"] = {
                key: {"complete": key in walk.complete}
                for key in self.spec.checklists.keys() | self.terms.own.spec.checklists.keys()
            }
        if "evidence" in wanted:
            roots["evidence"] = _counted(case, walk.reopened + 1, event.at)
        if "clock" in wanted:
            roots["clock"] = {
                key: {"overdue": self._overdue(walk, key, event.at)} for key in self.spec.clocks
            }
        return roots

    @cached_property
    def _wanted(self) -> dict[str, frozenset[str]]:
        """Roots that each transition's rules ask for."""
        return {key: roots_used(spec) for key, spec in self.spec.transitions.items()}

    def _overdue(self, walk: Walk, key: str, at: datetime) -> bool:
        """Whether the last run of the clock had used up its budget by then."""
        if not walk.runs.get(key):
            return False
        run, budget = walk.runs[key][-1], walk.budgets[key][-1]
        due = self._due(key, run, budget)
        return due is not None and due <= run.end(at)

    def _arrive(self, walk: Walk, event: Happened) -> None:
        """The case came to a state: what follows for its ending, its rounds and its clocks."""
        was, is_now = self._final(walk.own_state), self._final(event.after)
        if is_now and not was:
            walk.closed_at = event.at
        if was and not is_now:
            walk.closed_at, walk.reopened = None, walk.reopened + 1
            walk.complete.clear()
        walk.own_state, walk.state = event.after, self.terms.state(event.after)
        known = walk.state in self.spec.states
        ends = bool(self.spec.states[walk.state].final) if known else is_now
        moved = Moved(event.at, event.name, walk.state, ends)
        for key, spec in self.spec.clocks.items():
            self._follow_clock(walk, key, spec, moved, event)

    def _follow_clock(self, walk: Walk, key: str, spec: Clock, moved: Moved, event: Happened) -> None:
        runs = walk.runs.setdefault(key, [])
        before = len(runs)
        follow(spec, runs, moved)
        if len(runs) == before:
            return
        desk = event.referred or event.desk
        roots = {
            "form": walk.form, "calc": walk.decided.calc, "input": {}, "actor": NOBODY, "now": event.at,
            "case": self._facts(
                walk.case, walk.state, walk.decided.priority, desk, event.at, walk.reopened
            ),
        }  # fmt: skip
        budget = self.rules.budget(key, roots, legacy=walk.case.legacy)
        walk.budgets.setdefault(key, []).append(budget)

    def _settle(self, walk: Walk, verdict: Verdict) -> None:
        """Every run's due moment, with the pauses that there really were, and whether it was met."""
        broken: list[str] = list(verdict.broken)
        for key, runs in walk.runs.items():
            found = []
            for run, budget in zip(runs, walk.budgets[key], strict=True):
                due = self._due(key, run, budget)
                late = due is not None and due < run.end(self._now)
                found.append(Deadline(run.number, str(budget.span or ""), due, late, budget.reasons))
                broken += () if verdict.decided.broken else budget.broken
            verdict.deadlines[key] = found
        verdict.broken = tuple(dict.fromkeys(broken))

    def _due(self, key: str, run: Run, budget: Budget) -> datetime | None:
        if budget.span is None:
            return None
        return self._calendars[key].due(run.started_at, budget.span, run.pauses)

    def _facts(
        self, case: PastCase, state: str, priority: str, desk: str, at: datetime, reopened: int
    ) -> dict[str, object]:
        facts: dict[str, object] = {
            "state": state, "priority": priority, "channel": case.channel, "desk": desk,
            "opened_at": case.opened_at, "age_hours": (at - case.opened_at).total_seconds() / 3600,
            "reopened": reopened,
        }  # fmt: skip
        if case.zone is not None:
            facts["zone"] = case.zone
        return facts

    def _final(self, own_state: str) -> bool:
        state = self._own_states.get(own_state)
        return bool(state and state.final)

    def _end_of(self, state: str) -> str:
        found = self.spec.states.get(state)
        return f"{found.public}/{found.final or ''}" if found else ""


def _counted(case: PastCase, round: int, at: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    for proof in case.proofs:
        if proof.round == round and proof.at <= at:
            counts[proof.kind] = counts.get(proof.kind, 0) + 1
    return counts
