"""When a calendar changes, the due dates of active clocks follow, and every case says which change moved which date.

Clocks are read in chunks without a lock; only cases whose date differs are locked and worked out again, a chunk in one
transaction and one message. What the calendars said when this was last done is remembered, so a publication that was
missed is explained together with the next one, and doing it again changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from casetypes.access.actors import SYSTEM
from casetypes.audit import rows
from casetypes.cases import engine
from casetypes.cases.engine import Occurrence
from casetypes.cases.models import Case
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors
from casetypes.definitions.models import ConfigurationFile
from casetypes.definitions.schema.base import Texts
from casetypes.kernel import clock as time
from casetypes.sla.calendar_changes import CalendarChange, changed_calendars, moved_texts
from casetypes.sla.models import CalendarsFollowed, ClockEntry, SlaClock
from casetypes.sla.reckoning import reckon
from casetypes.sla.subscribers import nearest_due

CHUNK = 500
ACTIVE = (SlaClock.RUNNING, SlaClock.PAUSED)


@dataclass(frozen=True)
class Moved:
    """A clock whose due date differs, with the one before."""

    clock: SlaClock
    before: datetime | None


def recompute_clocks() -> int:
    """Every clock that has not stopped; returns how many got another due date."""
    live = ConfigurationFile.objects.filter(kind="calendars", live=True).first()
    changes = _since_last(live)
    moved = sum(_follow(chunk, changes) for chunk in _chunks())
    if live is not None:
        CalendarsFollowed.objects.update_or_create(
            pk=CalendarsFollowed.ONLY, defaults={"number": live.number, "followed_at": time.now()}
        )
    return moved


def _since_last(live: ConfigurationFile | None) -> dict[str, CalendarChange]:
    """What changed since clocks last followed, or since the version before when that is not known."""
    if live is None:
        return {}
    followed = (
        CalendarsFollowed.objects.filter(pk=CalendarsFollowed.ONLY).values_list("number", flat=True).first()
    )
    number = live.number - 1 if followed is None else min(followed, live.number - 1)
    before = ConfigurationFile.objects.filter(kind="calendars", key=live.key, number=number).first()
    return changed_calendars(before.document, live.document) if before is not None else {}


def _chunks() -> Iterator[list[SlaClock]]:
    """Active clocks by key, a bounded number at a time."""
    after = 0
    while True:
        found = SlaClock.objects.filter(state__in=ACTIVE, pk__gt=after).select_related("case").order_by("pk")
        chunk = list(found[:CHUNK])
        if not chunk:
            return
        yield chunk
        after = chunk[-1].pk


def _follow(chunk: Sequence[SlaClock], changes: Mapping[str, CalendarChange]) -> int:
    with transaction.atomic():  # what is published is looked up once for all of them
        cases = {clock.case_id for clock in chunk if _reckoned(clock, clock.case.version_id)}
    if not cases:
        return 0
    with transaction.atomic():
        locked = engine.lock_each(Case.objects.filter(pk__in=cases))
        of_case: dict[int, list[SlaClock]] = {}
        for clock in SlaClock.objects.filter(case__in=cases, state__in=ACTIVE).order_by("pk"):
            of_case.setdefault(clock.case_id, []).append(clock)
        with rows.together():
            return sum(_follow_case(case, of_case.get(case.pk, []), changes) for case in locked)


def _reckoned(clock: SlaClock, version_id: int) -> bool:
    """Work the clock out as calendars are now; whether a moment differs."""
    before = clock.due_at, clock.next_mark_at
    spec = selectors.compiled(version_id).spec.clocks.get(clock.key)
    reckon(clock, list(spec.at) if spec else [])
    return (clock.due_at, clock.next_mark_at) != before


def _follow_case(case: Case, clocks: Sequence[SlaClock], changes: Mapping[str, CalendarChange]) -> int:
    moved = []
    for clock in clocks:
        before = clock.due_at
        if _reckoned(clock, case.version_id):
            rows.update(clock, ("due_at", "next_mark_at"))
        if clock.due_at != before:
            moved.append(Moved(clock, before))
    if not moved:
        return 0
    write_columns(case, due_at=nearest_due(clocks))
    _tell(case, moved, changes)
    return len(moved)


def _tell(case: Case, moved: Sequence[Moved], changes: Mapping[str, CalendarChange]) -> None:
    """One event for the case, which names every clock that moved; one line of the ledger for each."""
    reasons = [_because(each, changes) for each in moved]
    what = Occurrence(
        "clock", "recomputed", role="system", public=True, text=_sentences(case, moved, reasons),
        data={"calendars": sorted({each.clock.calendar for each in moved})},
    )  # fmt: skip
    event = engine.occurred(case, what, SYSTEM)
    rows.insert(event)
    for each, because in zip(moved, reasons, strict=True):
        rows.insert(
            ClockEntry(
                clock=each.clock, event=event, at=event.at, kind="recomputed", due_before=each.before,
                due_after=each.clock.due_at, because={language: _upper(text) for language, text in because.items()},
            )
        )  # fmt: skip
    engine.save(case)
    engine.record(case, event, SYSTEM, "case.clock")


def _because(moved: Moved, changes: Mapping[str, CalendarChange]) -> Texts:
    clock, city = moved.clock, selectors.city()
    change = changes.get(clock.calendar) or CalendarChange(clock.calendar, {}, (), (), hours=False)
    until = max(filter(None, [moved.before, clock.due_at]), default=clock.started_at)
    return dict(change.because(clock.started_at, until, city.time_zone, city.languages))


def _sentences(case: Case, moved: Sequence[Moved], reasons: Sequence[Texts]) -> Texts:
    specs, zone = selectors.compiled(case.version_id).spec.clocks, selectors.city().time_zone
    told = [
        moved_texts(_title(specs, each.clock.key), because, each.before, each.clock.due_at, zone)
        for each, because in zip(moved, reasons, strict=True)
    ]
    return {language: " ".join(texts[language] for texts in told) for language in told[0]}


def _title(specs: Mapping[str, object], key: str) -> Texts:
    title: Texts = getattr(specs.get(key), "title", {})
    return title or {"es": key.replace("_", " ").capitalize()}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
