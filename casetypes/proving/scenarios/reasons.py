"""Why something came out as it did: conditions with the values they had, budgets with their calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from casetypes.cases.roots import case_roots
from casetypes.definitions import selectors
from casetypes.definitions.problems import phrase
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.fieldwork.services import missing
from casetypes.kernel import clock
from casetypes.kernel.expressions import ExpressionRefused, references
from casetypes.proving.scenarios.walk import Walk
from casetypes.sla.models import SlaClock

COMMA, SEMICOLON = "%(first)s, %(second)s", "%(first)s; %(second)s"
UNSET: dict[str, object] = {"evidence": 0, "checklist": False, "clock": False}  # as expressions read them
ROOTS = frozenset({"form", "calc", "case", "actor", "input", "checklist", "evidence", "clock", "children"})


def of_branch(walk: Walk) -> str:
    """Which condition chose the branch that was taken, or kept the others from being chosen."""
    attempt = walk.attempt
    if attempt is None or len(attempt.spec.to) == 1:
        return ""
    taken = attempt.branch
    passed = [taken] if taken.when else attempt.spec.to
    return values_of((branch.when for branch in passed if branch.when), attempt.roots)


def of_priority(walk: Walk) -> str:
    """The rule that decided, by its number, with the values that it looked at."""
    rules = walk.compiled.spec.priority
    number = decided_priority(walk)
    if number is None or not rules:
        return ""
    looked_at = [rule.when for rule in rules[: number + 1] if rule.when]
    values = values_of(looked_at, rule_roots(walk))
    if not values:
        return phrase("rule %(number)s decides", number=number + 1)
    return phrase("rule %(number)s decides: %(values)s", number=number + 1, values=values)


def decided_priority(walk: Walk) -> int | None:
    """Index of the priority rule that decides for the case as it is."""
    try:
        return walk.compiled.priority(rule_roots(walk)).rule
    except ExpressionRefused:
        return None


def rule_roots(walk: Walk) -> dict[str, object]:
    """What rules see of the case: its answers, the personal ones too, as the report gave them."""
    case = walk.case
    with clock.at(walk.now):
        roots = case_roots(case)
    return {**roots, "form": {**case.answers, **walk.given_personally}}


def of_due(run: SlaClock) -> str:
    """From budget and calendar to the due moment: where it began, what was closed, how long it waited."""
    zone = selectors.city().time_zone
    said = phrase(
        "it has %(budget)s by the calendar %(calendar)s from %(start)s",
        budget=run.budget, calendar=run.calendar, start=shown_moment(run.started_at, zone),
    )  # fmt: skip
    if closed := _closed_days(run, zone):
        said = phrase("%(said)s; closed on %(days)s", said=said, days=", ".join(closed))
    if run.pauses or run.paused_at:
        pauses = [(begin, end) for begin, end in run.pauses]
        waits = ", ".join(f"{_short(begin, zone)}–{_short(end, zone)}" for begin, end in pauses)
        said = phrase("%(said)s; it waited %(waits)s", said=said, waits=waits or phrase("until now"))
    return said


def _short(moment: str, zone: str) -> str:
    return shown_moment(datetime.fromisoformat(moment), zone)


def _closed_days(run: SlaClock, zone: str) -> list[str]:
    """Closures named by the calendar, from the start to the due moment; ordinary weekends are no news."""
    if run.due_at is None:
        return []
    closures = selectors.calendar(run.calendar).closures
    first, last = clock.local(run.started_at, zone).date(), clock.local(run.due_at, zone).date()
    days = (first + timedelta(days=count) for count in range(min(370, (last - first).days + 1)))
    return [day.isoformat() for day in days if _is_closed(day, closures)]


def _is_closed(day: date, closures: Iterable[Any]) -> bool:
    return any(day in (each.day,) or (day.month, day.day) == each.yearly for each in closures)


def of_refusal(walk: Walk) -> str:
    """What a guard does not say by itself: the values of the requirements that failed, and what a checklist lacks."""
    denied = walk.denied
    if denied is None or walk.refusal is None or walk.refusal.code != "refused":
        return ""
    failed = denied.compiled.requirements_failed(denied.key, denied.roots)
    conditions = [rule.that for rule in denied.spec.require if rule.otherwise in failed]
    lacking = [_lacking(walk, key) for key in _checklists_in(conditions)]
    return joined([values_of(conditions, denied.roots), *lacking])


def _checklists_in(conditions: Iterable[str]) -> list[str]:
    paths = (path for text in conditions for path in _in_order(text))
    return list(dict.fromkeys(path[1] for path in paths if path[0] == "checklist" and len(path) > 1))


def _lacking(walk: Walk, key: str) -> str:
    """Items that keep a checklist open."""
    spec = walk.compiled.spec.checklists.get(key)
    if spec is None:
        return ""
    case = walk.case
    record = ChecklistRecord.objects.filter(case=case, key=key, round=case.reopened + 1).first()
    items = missing(spec, record.answers if record else {})
    return phrase('"%(key)s" lacks %(items)s', key=key, items=", ".join(items)) if items else ""


def values_of(conditions: Iterable[str], roots: Mapping[str, Any]) -> str:
    """`calc.severidad was "alta", form.lesionados was false`: each value that these conditions look at, once."""
    paths = dict.fromkeys(path for text in conditions for path in _in_order(text) if path[0] in ROOTS)
    return joined(
        (
            phrase("%(name)s was %(value)s", name=".".join(path), value=_shown_at(roots, path))
            for path in paths
            if len(path) > 1
        ),
        between=COMMA,
    )


def _in_order(condition: str) -> list[tuple[str, ...]]:
    """What a condition looks at, as it is written from left to right."""
    return sorted(references(condition), key=lambda path: condition.find(".".join(path)))


def _shown_at(roots: Mapping[str, Any], path: tuple[str, ...]) -> str:
    value: Any = roots
    for segment in path:
        value = value.get(segment) if isinstance(value, Mapping) else None
        if value is None:
            return shown(UNSET[path[0]]) if path[0] in UNSET else phrase("not set")
    return shown(value)


def shown(value: Any) -> str:
    """A value as a steward would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return shown_moment(value, selectors.city().time_zone)
    return f'"{value}"' if isinstance(value, str) else str(value)


def shown_moment(moment: datetime, zone: str) -> str:
    return clock.local(moment, zone).strftime("%Y-%m-%d %H:%M")


def joined(parts: Iterable[str], *, between: str = SEMICOLON) -> str:
    """The parts that say something, as one phrase that can still be translated."""
    said = ""
    for part in filter(None, parts):
        said = phrase(between, first=said, second=part) if said else part
    return said
