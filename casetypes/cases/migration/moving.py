"""Write what was weighed: one event per case before its state, as the database demands, all rows in one message."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from casetypes.access.actors import Actor
from casetypes.audit import rows
from casetypes.cases import engine
from casetypes.cases.migration import chunks, words
from casetypes.cases.migration.chunks import Opened
from casetypes.cases.migration.fates import Expected, Fate, Way, going
from casetypes.cases.models import Case, CaseEvent, MigratedCase, MigrationBatch, PersonalAnswers
from casetypes.citizens import services as citizens
from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from casetypes.kernel.text import Texts

logger = logging.getLogger(__name__)
WRITTEN = ["version", "outcome", "told", "kept", "sealed", "event"]


@dataclass
class Mover:
    """Moves chunk after chunk of one batch, as one actor."""

    batch: MigrationBatch
    ways: Mapping[int, Way]
    actor: Actor
    texts: dict[int, Texts] = field(default_factory=dict)

    def move(self, ids: Sequence[int]) -> None:
        """These cases in one transaction, together with how far the batch is; one by one when that fails."""
        try:
            self._move(ids)
        except (DatabaseError, DomainError, ValueError) as error:
            logger.warning("a chunk of batch %s is done case by case: %s", self.batch.pk, error)
            for pk in ids:
                self._move_alone(pk)

    def _move_alone(self, pk: int) -> None:
        try:
            self._move([pk])
        except (DatabaseError, DomainError, ValueError) as error:
            logger.exception("case %s of batch %s could not be moved", pk, self.batch.pk)
            self._hold(pk, type(error).__name__)

    def _move(self, ids: Sequence[int]) -> None:
        with transaction.atomic():
            cases = engine.lock_each(self._waiting().filter(pk__in=list(ids)))
            fates, opened = chunks.weighed(cases, self.ways)
            events = {}
            with rows.together():
                for fate in going(fates):
                    events[fate.case.pk] = self._write(fate, opened.get(fate.case.pk))
                rows.flush()
            self._record(
                [self._row(fate, events.get(fate.case.pk), opened.get(fate.case.pk)) for fate in fates]
            )
            self._advance(ids)

    def _hold(self, pk: int, why: str) -> None:
        with transaction.atomic():
            case = Case.objects.only("version_id", "state").get(pk=pk)
            told = {"state": [case.state, None], "why": [["failed", {"why": why}]]}
            row = MigratedCase(
                batch=self.batch, case=case, version_id=case.version_id, outcome=MigratedCase.STAYS, told=told
            )
            self._record([row])
            self._advance([pk])

    def _waiting(self) -> Any:
        return chunks.waiting(self.batch.case_type_id, self.ways)

    def _write(self, fate: Fate, opened: Opened | None) -> CaseEvent:
        case, plan = fate.case, fate.way.plan
        case.revision += 1
        if plan.source not in self.texts:
            self.texts[plan.source] = words.event_texts(fate.way, self.batch.basis)
        event = event_of(case, self.actor, "migrated", str(fate.before["state"]), self.texts[plan.source])
        event.data = {
            "from": plan.source,
            "to": plan.target,
            "basis": self.batch.basis,
            "batch": self.batch.pk,
        }
        tell_citizen(event, fate.expected, str(fate.before["public_status"]))
        rows.insert(event)
        for write in fate.writes:
            write(event)
        if fate.personal is not None:
            seal_again(case, fate.personal, exists=bool(opened and opened.sealed))
        engine.save(case)
        engine.record(case, event, self.actor, "case.migrate")
        return event

    def _row(self, fate: Fate, event: CaseEvent | None, opened: Opened | None) -> MigratedCase:
        row = MigratedCase(
            batch=self.batch, case=fate.case, version_id=fate.before["version_id"], outcome=MigratedCase.STAYS,
            told=words.as_told(fate),
        )  # fmt: skip
        if event is not None:
            row.outcome, row.event = MigratedCase.GONE, event
            row.kept = {**fate.kept, "case": {key: plain(value) for key, value in fate.before.items()}}
            if fate.personal is not None:
                row.sealed = opened.sealed if opened else None
                row.kept["sealed_first"] = row.sealed is None
        return row

    def _record(self, found: list[MigratedCase]) -> None:
        MigratedCase.objects.bulk_create(
            found, update_conflicts=True, unique_fields=["batch", "case"], update_fields=WRITTEN
        )

    def _advance(self, ids: Sequence[int]) -> None:
        self.batch.cursor, self.batch.done = ids[-1], self.batch.done + len(ids)
        self.batch.save(update_fields=["cursor", "done"])


def event_of(case: Case, actor: Actor, name: str, before: str, text: Texts) -> CaseEvent:
    """The event of a case that changes its version, not written yet. It is what the database asks for (decision 2)."""
    return CaseEvent(
        case=case, at=clock.now(), kind="migrated", name=name, from_state=before, to_state=case.state,
        public_status=case.public_status, actor_role=actor.role_with("publish_definitions") or actor.kind,
        user_id=actor.user_id, desk=case.desk_id, text=dict(text), revision=case.revision,
    )  # fmt: skip


def tell_citizen(event: CaseEvent, expected: Expected, status: str) -> None:
    """Public where the citizen sees something else than before: another date, which the event names, or another status
    than `status`."""
    before, after = expected
    if before != after:
        event.data["expected"] = [plain(before), plain(after)]
    event.public = before != after or event.public_status != status


def seal_again(case: Case, answers: Mapping[str, object], *, exists: bool) -> None:
    """Personal answers under the same key as before; the case has its citizen."""
    if case.citizen is None:
        raise ValueError("personal answers need a citizen whose key seals them")
    row = PersonalAnswers(
        case=case, sealed=citizens.seal_answers(case.citizen, answers, f"case:{case.folio}")
    )
    if exists:
        rows.update(row, ("sealed",))
    else:
        rows.insert(row)


def plain(value: object) -> object:
    """JSON-shaped: moments as text."""
    return value.isoformat() if isinstance(value, datetime) else value
