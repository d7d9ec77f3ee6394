"""What a step expects, compared with what is there: every difference in words, with why where it can be said."""

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from casetypes.cases.models import Case
from casetypes.cases.personal_data.personal import readable_keys
from casetypes.cases.public import by_folio_public
from casetypes.cases.selectors import readable_answers
from casetypes.definitions import selectors
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import phrase
from casetypes.definitions.schema.scenarios import ClockExpectation, Expectation
from casetypes.fieldwork.models import WorkOrder
from casetypes.kernel import clock
from casetypes.kernel.vocabulary import PRIORITIES
from casetypes.notifications.models import Message
from casetypes.proving.scenarios import consumption, reasons
from casetypes.proving.scenarios.account import Mismatch
from casetypes.proving.scenarios.walk import Walk, last_runs
from casetypes.sla.models import SlaClock
from casetypes.surveys.models import Survey

NOTHING = phrase("nothing")
ANYBODY = "public"


Check = Callable[[Walk, Case, Expectation], Iterator[Mismatch]]


def differences(walk: Walk, expected: Expectation) -> list[Mismatch]:
    """All of them, in the order of `CHECKS`; their paths begin below `expect`."""
    case = walk.case
    with clock.at(walk.now):
        return [found for check in CHECKS for found in check(walk, case, expected)]


def _differs(path: DataPath, what: str, wanted: object, found: object, why: str = "") -> Mismatch:
    said = phrase("expected %(what)s %(wanted)s, got %(found)s", what=what, wanted=wanted, found=found)
    whole = phrase("%(said)s, because %(why)s", said=said, why=why) if why else said
    return Mismatch(path, whole, what, str(wanted), str(found), why)


def _columns(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    """What stands in the case itself."""
    why_state = reasons.of_branch(walk) if walk.moved else ""
    priority = PRIORITIES[case.priority]
    why_priority = reasons.of_priority(walk) if expected.priority not in (None, priority) else ""
    found: Sequence[tuple[str, str, Any, str]] = (
        ("state", phrase("state"), case.state, why_state),
        ("public", phrase("public status"), case.public_status, why_state),
        ("final", phrase("final kind"), case.final_kind, why_state),
        ("priority", phrase("priority"), priority, why_priority),
        ("desk", phrase("desk"), case.desk_id, ""),
        ("crew", phrase("crew"), case.crew_id, ""),
        ("escalated", phrase("escalated to desk"), case.escalated_to_id, ""),
        ("reopened", phrase("times re-opened"), case.reopened, ""),
    )
    for name, what, value, why in found:
        wanted = getattr(expected, name)
        if wanted is not None and wanted != value:
            yield _differs((name,), what, wanted, NOTHING if value in (None, "") else value, why)
    if expected.folio is not None and not fnmatchcase(case.folio, expected.folio):
        yield _differs(("folio",), phrase("folio"), expected.folio, case.folio)


def _due(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    runs = last_runs(case) if expected.due else {}
    for key, wanted in expected.due.items():
        run = runs.get(key)
        if run is None or run.due_at is None:
            yield _not_started(walk, ("due", key), key)
            continue
        found = reasons.shown_moment(run.due_at, selectors.city().time_zone)
        if found != wanted:
            what = phrase('clock "%(key)s" due', key=key)
            yield _differs(("due", key), what, wanted, found, reasons.of_due(run))


def _not_started(walk: Walk, path: DataPath, key: str) -> Mismatch:
    clocks = walk.compiled.spec.clocks
    if key not in clocks:
        return Mismatch(path, phrase('there is no clock "%(key)s"', key=key))
    return Mismatch(path, phrase('the clock "%(key)s" never started', key=key))


def _clocks(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    for key, wanted in expected.clocks.items():
        runs = list(SlaClock.objects.filter(case=case, key=key).order_by("run"))
        chosen = [run for run in runs if wanted.run in (None, run.run)]
        if not chosen:
            yield _not_started(walk, ("clocks", key), key)
            continue
        yield from _clock(walk, chosen[-1], wanted)


def _clock(walk: Walk, run: SlaClock, wanted: ClockExpectation) -> Iterator[Mismatch]:
    path = ("clocks", run.key)
    states = consumption.states(run, walk.now)
    if wanted.state is not None and wanted.state not in states:
        what = phrase('clock "%(key)s"', key=run.key)
        yield _differs(path, what, wanted.state, states[-1], reasons.of_due(run))
    if wanted.consumed is not None and not consumption.is_used(run, wanted.consumed, walk.now):
        what = phrase('consumed of clock "%(key)s"', key=run.key)
        found = consumption.used(run, wanted.consumed, walk.now)
        yield _differs(path, what, wanted.consumed, found, reasons.of_due(run))


def _notified(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    """Whom messages of this step reached. A failed or suppressed one reached nobody, and its reason is said."""
    if expected.notified is None:
        return
    sent = [message for message in walk.messages if message.state == Message.SENT]
    if not expected.notified and sent:
        yield _differs(("notified",), phrase("messages"), NOTHING, _told(sent))
    for audience, templates in expected.notified.items():
        reached = {message.template for message in sent if message.audience == audience}
        if not reached or not reached.issuperset(templates):
            wanted = f"{audience}: {', '.join(templates)}" if templates else audience
            found = _told(sent) if sent else NOTHING
            yield _differs(("notified",), phrase("messages"), wanted, found, _silence(walk, audience))


def _told(sent: Sequence[Message]) -> str:
    return ", ".join(dict.fromkeys(f"{message.audience}: {message.template}" for message in sent))


def _silence(walk: Walk, audience: str) -> str:
    """Why an audience was not reached, when that is on record."""
    kept = (each for each in walk.messages if each.audience == audience and each.state != Message.SENT)
    return reasons.joined(
        phrase('"%(message)s" was not sent (%(reason)s)', message=each.template, reason=each.reason)
        for each in kept
    )


def _fields(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    """Who reads which answers of this very case."""
    known = {*case.answers, *walk.given_personally}
    for part, wanted in (("visible", expected.visible), ("hidden", expected.hidden)):
        for role, keys in wanted.items():
            readable = _readable(walk, case, role)
            for key in keys:
                if key not in known:
                    yield Mismatch((part, role), phrase('"%(field)s" has no answer in this case', field=key))
                elif (key in readable) != (part == "visible"):
                    yield Mismatch((part, role), _reading(part, role, key))


def _reading(part: str, role: str, field: str) -> str:
    if part == "visible":
        return phrase("%(role)s cannot read the answer %(field)s", role=role, field=field)
    return phrase("%(role)s can read the answer %(field)s", role=role, field=field)


def _readable(walk: Walk, case: Case, role: str) -> set[str]:
    if role == ANYBODY:
        public = by_folio_public(case.folio)
        return {key for key, _options, _value in public.answers} if public else set()
    actor = walk.cast.person(role, case)
    return {*readable_answers(case, actor), *readable_keys(case, actor)}


def _values(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    for part, wanted, held in (
        ("calc", expected.calc, case.calc),
        ("answers", expected.answers, case.answers),
    ):
        for key, value in wanted.items():
            found = held.get(key)
            if found != value:
                shown = NOTHING if found is None else reasons.shown(found)
                yield _differs((part, key), f"{part}.{key}", reasons.shown(value), shown)


def _work(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    for key, wanted in expected.work_orders.items():
        order = WorkOrder.objects.filter(case=case, key=key).order_by("pk").last()
        found = NOTHING if order is None else "closed" if order.closed_at else "open"
        if found != wanted:
            yield _differs(("work_orders", key), phrase('work order "%(key)s"', key=key), wanted, found)
    invited = set(Survey.objects.filter(case=case).values_list("key", flat=True)) if expected.surveys else ()
    for key in expected.surveys:
        if key not in invited:
            yield Mismatch(("surveys",), phrase('the survey "%(key)s" was not sent', key=key))


def _children(walk: Walk, case: Case, expected: Expectation) -> Iterator[Mismatch]:
    for service, wanted in expected.children.items():
        child = Case.objects.filter(parent=case, case_type=service).order_by("pk").last()
        found = NOTHING if child is None else child.state
        if found != wanted:
            what = phrase('child case "%(service)s"', service=service)
            yield _differs(("children", service), what, wanted, found)


CHECKS: tuple[Check, ...] = (_columns, _due, _clocks, _notified, _fields, _values, _work, _children)
