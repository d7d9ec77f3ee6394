"""A case in memory: what the database would hold of it, and how it goes into the books."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from casetypes.access.actors import Actor
from casetypes.audit import services as audit
from casetypes.cases import engine
from casetypes.cases.models import Case, CaseEvent, PersonalAnswers
from casetypes.citizens import services as citizens
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Transition
from casetypes.evidence import shared
from casetypes.fieldwork import score
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.intake.simulation.bulk.books import Books
from casetypes.intake.simulation.deeds import Standing
from casetypes.intake.simulation.pictures import Photo
from casetypes.kernel import clock
from casetypes.queues.models import Assignment
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.surveys.models import Survey


class HeldCase:
    """`checklists` by key and round, `evidence` counts by kind and round, `readers` by desk and reason."""

    case: Case
    compiled: CompiledService

    def __init__(self, books: Books, folio: str, citizen: UUID) -> None:
        self.books, self.folio, self.citizen_id = books, folio, citizen
        self.clocks: list[SlaClock] = []
        self.orders: list[WorkOrder] = []
        self.assignments: list[Assignment] = []
        self.surveys: list[Survey] = []
        self.checklists: dict[tuple[str, int], ChecklistRecord] = {}
        self.readers: dict[tuple[str, str], datetime] = {}
        self.done_by: dict[str, int | None] = {}
        self.personal: dict[str, object] = {}
        self.evidence: dict[tuple[str, int], int] = {}
        self._loose: list[shared.Attachment] = []

    def standing(self) -> Standing:
        """What the director looks at."""
        case, this_round = self.case, self.case.reopened + 1
        open_survey = next(
            (
                each
                for each in reversed(self.surveys)
                if each.answered_at is None and each.round == this_round
            ),
            None,
        )
        return Standing(
            folio=case.folio, state=case.state, final=case.final_kind, desk=case.desk_id, crew=case.crew_id or "",
            reopened=case.reopened, closed_at=case.closed_at, survey=open_survey.key if open_survey else "",
            complete=frozenset(
                key for (key, number), each in self.checklists.items() if number == this_round and each.complete
            ),
            orders=frozenset(order.checklist for order in self.orders if order.closed_at is None),
        )  # fmt: skip

    def next_mark(self) -> datetime | None:
        """When a running clock reaches its next mark."""
        waiting = [
            each.next_mark_at for each in self.clocks if each.state == SlaClock.RUNNING and each.next_mark_at
        ]
        return min(waiting, default=None)

    def roots(self, spec: Transition) -> dict[str, object]:
        """What rooms above contribute to expressions, as far as the transition asks."""
        wanted, this_round = self.books.memory.wanted(spec), self.case.reopened + 1
        found: dict[str, object] = {}
        if "checklist" in wanted:
            found["checklist"] = {
                key: score.standing(spec, self.checklists.get((key, this_round)))
                for key, spec in self.compiled.spec.checklists.items()
            }
        if "evidence" in wanted:
            found["evidence"] = {
                kind: count for (kind, number), count in self.evidence.items() if number == this_round
            }
        if "clock" in wanted:
            overdue = {key: {"overdue": False} for key in self.compiled.spec.clocks}
            for each in sorted(self.clocks, key=lambda each: each.run):
                overdue[each.key] = {"overdue": "100%" in each.marks}
            found["clock"] = overdue
        return found

    def let_read(self, desk: str, reason: str) -> None:
        """A desk that no longer owns the case, or looks at it, reads it."""
        self.readers.setdefault((desk, reason), clock.now())

    def photo(self, photo: Photo, case: Case | None, field: str, spec: FieldOptions, actor: Actor) -> str:
        """A drawn picture arrives, for the case or before it; returns the id of its attachment."""
        picture, kind = (
            self.books.album.find(self.compiled, photo.scene, done=case is not None),
            kind_of(spec),
        )
        shown = shared.attachment(picture, pk=photo.id, case=case, field=field, kind=kind, actor=actor)
        self._loose.append(shown)
        for entry in shared.custody(shown, actor):
            entry.id = self.books.custody.next_id()
            self.books.custody.add_instance(entry)
        self.leaf(shared.leaf(shown, actor))
        if case is not None:
            self.own_photos()
            if kind:
                place = (kind, case.reopened + 1)
                self.evidence[place] = self.evidence.get(place, 0) + 1
        return str(shown.pk)

    def own_photos(self) -> None:
        """Pictures that came before the case become its own."""
        for shown in self._loose:
            shown.case_id = self.case.pk
            self.books.attachments.add_instance(shown)
        self._loose = []

    def numbered(self, event: CaseEvent) -> CaseEvent:
        """The event with its number."""
        event.pk = self.books.events.next_id()
        return event

    def explain(self, entry: ClockEntry) -> None:
        """A line of the ledger of a clock."""
        entry.clock_id = entry.clock.pk
        entry.id = self.books.entries.next_id()
        self.books.entries.add_instance(entry)

    def leaf(self, entry: tuple[str, str, str, Mapping[str, object]]) -> None:
        """A leaf of the audit log."""
        self.books.leaves.append(audit.leaf(*entry))

    def settled(self, event: CaseEvent, actor: Actor, action: str) -> None:
        """What the engine writes at the end of every step."""
        self.case.changed_at = clock.now()
        self.books.events.add_instance(event)
        self.leaf(engine.leaf(self.case, event, actor, action))

    def end(self) -> None:
        """What has changed on the way is written as it is now."""
        books, case = self.books, self.case
        books.cases.add_instance(case)
        for each in self.clocks:
            books.clocks.add_instance(each)
        rows: tuple[tuple[Any, Iterable[Any]], ...] = (
            (books.orders, self.orders), (books.assignments, self.assignments), (books.surveys, self.surveys),
            (books.checklists, self.checklists.values()),
        )  # fmt: skip
        for sheet, instances in rows:
            for instance in instances:
                instance.id = sheet.next_id()
                sheet.add_instance(instance)
        for (desk, reason), since in self.readers.items():
            number = books.readers.next_id()
            books.readers.add(
                {"id": number, "case_id": case.pk, "desk_id": desk, "reason": reason, "since": since}
            )
        if self.personal and case.citizen is not None:
            sealed = citizens.seal_answers(case.citizen, self.personal, f"case:{case.folio}")
            books.personal.add_instance(PersonalAnswers(case=case, sealed=sealed))


def kind_of(spec: FieldOptions) -> str:
    """The kind of evidence that a file field takes; empty for the reporter's own files."""
    return getattr(spec, "evidence", None) or ""
