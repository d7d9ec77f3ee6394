"""The way back of a batch, case by case: earlier version, state, answers and clocks; refused where the case went on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from casetypes.access.actors import Actor
from casetypes.audit import rows
from casetypes.cases import engine
from casetypes.cases.migration import words
from casetypes.cases.migration.fates import RESTORED, Expected, Write, set_state
from casetypes.cases.migration.moving import event_of, tell_citizen
from casetypes.cases.models import Case, CaseEvent, MigratedCase, MigrationBatch, PersonalAnswers
from casetypes.definitions import selectors
from casetypes.kernel.extension_points import case_returning

HARMLESS = frozenset({"note", "assignment"})
Why = tuple[str, dict[str, Any]]  # a code of `words.REASONS` and what it speaks of
Weighed = tuple[Case, MigratedCase, Why | None]  # None: nothing keeps it from coming back


@dataclass
class Return:
    """One case on its way back. `kept` is what the room left behind under its own name; `writes` and `expected` as of a
    fate."""

    case: Case
    kept: Mapping[str, Any]
    version_id: int
    writes: list[Write] = field(default_factory=list)
    expected: Expected = (None, None)


@dataclass
class Returner:
    """Brings chunk after chunk of one batch back, as one actor."""

    batch: MigrationBatch
    actor: Actor

    def weigh(self, found: Sequence[MigratedCase]) -> Iterator[Weighed]:
        """Each of these rows with its case, and why it could not come back now. Writes nothing."""
        cases, later = Case.objects.in_bulk([row.case_id for row in found]), _later(found)
        for row in found:
            case = cases[row.case_id]
            yield case, row, self._forbidden(case, row, later.get(row.case_id, []))

    def bring_back(self, found: Sequence[MigratedCase]) -> None:
        """These rows in one transaction, together with how far the batch is."""
        with transaction.atomic():
            locked = engine.lock_each(Case.objects.filter(pk__in=[row.case_id for row in found]))
            cases = {case.pk: case for case in locked}
            later = _later(found)
            free = []
            for row in found:
                why = self._forbidden(cases[row.case_id], row, later.get(row.case_id, []))
                row.told = {**row.told, "back": [list(why)] if why else []}
                row.outcome = MigratedCase.HELD if why else MigratedCase.BACK
                if not why:
                    free.append(row)
            self._write(free, cases)
            MigratedCase.objects.bulk_update(found, ["outcome", "told"])
            self.batch.cursor, self.batch.done = found[-1].pk, self.batch.done + len(found)
            self.batch.save(update_fields=["cursor", "done"])

    def _forbidden(self, case: Case, row: MigratedCase, later: Sequence[CaseEvent]) -> Why | None:
        """Why this case cannot go back; None when nothing forbids it."""
        for event in later:
            if event.kind == "transition":
                return "moved_on", {"what": event.text or event.name}
            if event.kind == "migrated":
                return "elsewhere", {}
            if event.kind == "clock" and event.name != "recomputed":
                return "mark", {}
            if event.kind not in {*HARMLESS, "clock"}:
                return "other", {"what": event.text or event.name or event.kind}
        if case.version_id != self.batch.target_id:
            return "elsewhere", {}
        return None

    def _write(self, found: Sequence[MigratedCase], cases: Mapping[int, Case]) -> None:
        returns = []
        for row in found:
            case, before = cases[row.case_id], (cases[row.case_id].state, cases[row.case_id].public_status)
            _restore(case, row.kept["case"])
            case.revision += 1
            returns.append((row, before, Return(case, row.kept, row.version_id)))
        if returns:
            case_returning.call([each for _row, _before, each in returns])
        with rows.together():
            for row, before, each in returns:
                self._write_one(row, before, each)
            rows.flush()

    def _write_one(self, row: MigratedCase, before: tuple[str, str], each: Return) -> None:
        source = selectors.compiled(row.version_id).number or 0
        target = selectors.compiled(self.batch.target_id).number or 0
        text = words.returned_texts(target, source)
        state, status = before
        event = event_of(each.case, self.actor, "returned", state, text)
        event.data = {"from": target, "to": source, "batch": self.batch.pk}
        tell_citizen(event, each.expected, status)
        rows.insert(event)
        for write in each.writes:
            write(event)
        if row.sealed is not None:
            rows.update(PersonalAnswers(case=each.case, sealed=bytes(row.sealed)), ("sealed",))
        elif row.kept.get("sealed_first"):
            PersonalAnswers.objects.filter(case=each.case).delete()
        engine.save(each.case)
        engine.record(each.case, event, self.actor, "case.migrate_undo")


def _later(found: Sequence[MigratedCase]) -> dict[int, list[CaseEvent]]:
    """Events after the move, by case, oldest first. One query."""
    since = {row.case_id: row.event_id or 0 for row in found}
    events = CaseEvent.objects.filter(case__in=list(since), id__gt=min(since.values())).order_by("id")
    later: dict[int, list[CaseEvent]] = {}
    for event in events:
        if event.pk > since[event.case_id]:
            later.setdefault(event.case_id, []).append(event)
    return later


def _restore(case: Case, kept: Mapping[str, Any]) -> None:
    for name in RESTORED:
        value = kept[name]
        if name == "due_at" and value:
            value = datetime.fromisoformat(value)
        if name == "state":
            set_state(case, value)
        else:
            setattr(case, name, value)
