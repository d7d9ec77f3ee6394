"""Batches: begin, look, move, bring back. Each goes on where a stopped worker left it; one at a time per service.

Whoever begins or undoes one needs the right to publish definitions. A dry run is `forecast`, which writes nothing, or
the first half of a batch begun in the admin (`begin`), which writes nothing but its own report.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import SYSTEM, Actor, for_user
from casetypes.audit import services as audit
from casetypes.cases.migration import chunks, words
from casetypes.cases.migration.fates import Fate, Way
from casetypes.cases.migration.moving import WRITTEN, Mover
from casetypes.cases.migration.undoing import Returner, Weighed
from casetypes.cases.migration.ways import legal_basis, version, ways
from casetypes.cases.models import Case, MigratedCase, MigrationBatch
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, NotFound, Refused
from casetypes.kernel.exclusive import exclusively

Progress = Callable[[int, int], None]  # cases done, cases in all
RIGHT = "definition.publish"


class MigrationBusy(Conflict):
    """Another worker moves cases of the same service."""

    code = "migration-busy"


def silent(_done: int, _total: int) -> None:
    """For who does not watch."""


def forecast(
    service: str, number: int, source: int | None = None, *, progress: Progress = silent
) -> Iterator[Fate]:
    """What would become of every open case of earlier versions, by key. Writes nothing. Raises NotFound, Refused."""
    found = ways(service, version(service, number), source)
    total, done, after = chunks.waiting(service, found).count(), 0, 0
    progress(0, total)
    while cases := list(chunks.waiting(service, found, after).order_by("pk")[: chunks.SIZE]):
        fates = _weighed_together(cases, found)
        yield from fates
        after, done = cases[-1].pk, done + len(cases)
        progress(done, max(done, total))


def _weighed_together(cases: list[Case], found: Mapping[int, Way]) -> list[Fate]:
    """In one transaction: what is published is looked up once for all of them, and they see one state of it."""
    with transaction.atomic():
        return chunks.weighed(cases, found)[0]


def begin(
    service: str, number: int, source: int | None = None, *, actor: Actor, basis: str = ""
) -> MigrationBatch:
    """A batch that first looks what would become of each case; `start` moves them. Raises NotAllowed, NotFound,
    Refused when no open case stands on an earlier version, MigrationBusy while another batch is at work."""
    policies.require(actor, RIGHT)
    target = version(service, number)
    found = ways(service, target, source)
    total = chunks.waiting(service, found).count()
    if not total:
        raise Refused(reasons=[_("No open case stands on an earlier version.")])
    _refuse_another(service)
    return MigrationBatch.objects.create(
        case_type_id=service,
        target=target,
        source=source,
        user_id=actor.user_id,
        total=total,
        basis=basis.strip(),
    )


def unfinished(service: str, number: int, source: int | None = None) -> MigrationBatch | None:
    """The batch that a stopped worker left half done, with the same aim."""
    found = MigrationBatch.objects.filter(
        case_type=service, state=MigrationBatch.MOVING, target__number=number, source=source
    )
    return found.order_by("-id").first()


def start(pk: int, *, actor: Actor, basis: str = "") -> MigrationBatch:
    """From looking to moving; the legal basis is recorded. Raises NotAllowed, NotFound, Conflict, Refused."""
    policies.require(actor, RIGHT)
    batch = get(pk)
    if batch.state not in {MigrationBatch.LOOKED, MigrationBatch.LOOKING}:
        raise Conflict(_("This batch has been started already."))
    found = ways(batch.case_type_id, batch.target, batch.source)
    batch.basis = legal_basis(found.values(), basis or batch.basis)
    batch.state, batch.started_at, batch.user_id = MigrationBatch.MOVING, clock.now(), actor.user_id
    batch.cursor, batch.done, batch.total = 0, 0, chunks.waiting(batch.case_type_id, found).count()
    batch.save()
    _record(batch, actor, "case.migrate_batch")
    return batch


def undo(pk: int, *, actor: Actor) -> MigrationBatch:
    """Begin the way back of a batch that was moved, or of what was held back before. Raises NotAllowed, NotFound,
    Conflict."""
    policies.require(actor, RIGHT)
    batch = get(pk)
    if batch.state not in {MigrationBatch.MOVED, MigrationBatch.RETURNED}:
        raise Conflict(_("Only a batch that has ended can be undone."))
    _refuse_another(batch.case_type_id)
    moved = _still_there(batch)
    if not moved.exists():
        raise Conflict(_("It was undone already: no case is left to bring back."))
    batch.state, batch.cursor, batch.done, batch.total = MigrationBatch.RETURNING, 0, 0, moved.count()
    batch.undone_by_id, batch.ended_at = actor.user_id, None
    batch.save()
    _record(batch, actor, "case.migrate_batch_undo")
    return batch


def forecast_return(pk: int, *, progress: Progress = silent) -> Iterator[Weighed]:
    """What would come back, case by case, if the batch were undone now, and why the rest could not. Writes nothing.
    Raises NotFound, and Conflict while its cases are still on their way there."""
    batch = get(pk)
    if batch.state not in {MigrationBatch.MOVED, MigrationBatch.RETURNED, MigrationBatch.RETURNING}:
        raise Conflict(_("Only a batch that has ended can be undone."))
    moved, returner = _still_there(batch), Returner(batch, SYSTEM)
    total, done, after = moved.count(), 0, 0
    progress(0, total)
    while found := list(moved.filter(pk__gt=after).order_by("pk")[: chunks.SIZE]):
        with transaction.atomic():
            yield from list(returner.weigh(found))
        after, done = found[-1].pk, done + len(found)
        progress(done, max(done, total))


def _still_there(batch: MigrationBatch) -> QuerySet[MigratedCase]:
    """Rows of a batch whose cases were moved and have not come back."""
    return batch.cases.filter(outcome__in=[MigratedCase.GONE, MigratedCase.HELD])


def proceed(pk: int, *, progress: Progress = silent) -> MigrationBatch:
    """Do what the batch is at, to the end. Raises NotFound, MigrationBusy while another worker is at one."""
    batch = get(pk)
    with alone(batch.case_type_id):
        batch.refresh_from_db()
        work = {
            MigrationBatch.LOOKING: _look, MigrationBatch.MOVING: _move, MigrationBatch.RETURNING: _bring_back,
        }.get(batch.state)  # fmt: skip
        if work is not None:
            work(batch, progress)
    return batch


def get(pk: int) -> MigrationBatch:
    """Raises NotFound."""
    batch = MigrationBatch.objects.select_related("target", "user").filter(pk=pk).first()
    if batch is None:
        raise NotFound(_("There is no such batch."))
    return batch


@contextmanager
def alone(service: str) -> Iterator[None]:
    """Raises MigrationBusy while another process moves cases of this service; the lock dies with its process."""
    with exclusively(connection, f"migrate:{service}") as free:
        if not free:
            raise MigrationBusy(
                _(
                    "Cases of %(service)s are being moved right now. Wait until that has ended; nothing was changed."
                )
                % {"service": service}
            )
        yield


def _refuse_another(service: str) -> None:
    busy = MigrationBatch.objects.filter(
        case_type=service, state__in=[MigrationBatch.MOVING, MigrationBatch.RETURNING]
    )
    if busy.exists():
        raise MigrationBusy(
            _("Another batch of %(service)s is under way. Wait until it has ended.") % {"service": service}
        )


def _look(batch: MigrationBatch, progress: Progress) -> None:
    """The report of what would become of each case, kept for the admin. Writes nothing else."""
    found = ways(batch.case_type_id, batch.target, batch.source)
    while cases := list(
        chunks.waiting(batch.case_type_id, found, batch.cursor).order_by("pk")[: chunks.SIZE]
    ):
        fates = _weighed_together(cases, found)
        rows = [_looked(batch, fate) for fate in fates]
        MigratedCase.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["batch", "case"], update_fields=WRITTEN
        )
        batch.cursor, batch.done = cases[-1].pk, batch.done + len(cases)
        if not _still(batch, MigrationBatch.LOOKING):
            return
        batch.save(update_fields=["cursor", "done"])
        progress(batch.done, max(batch.done, batch.total))
    _ended(batch, MigrationBatch.LOOKED)


def _looked(batch: MigrationBatch, fate: Fate) -> MigratedCase:
    outcome = MigratedCase.WILL_GO if fate.goes else MigratedCase.STAYS
    version_id = fate.before["version_id"]
    return MigratedCase(
        batch=batch,
        case=Case(pk=fate.case.pk),
        version_id=version_id,
        outcome=outcome,
        told=words.as_told(fate),
    )


def _still(batch: MigrationBatch, state: str) -> bool:
    """Somebody may have started the batch while it was being looked at."""
    return MigrationBatch.objects.filter(pk=batch.pk, state=state).exists()


def _move(batch: MigrationBatch, progress: Progress) -> None:
    found = ways(batch.case_type_id, batch.target, batch.source)
    mover = Mover(batch, found, for_user(batch.user) if batch.user else SYSTEM)
    while ids := list(
        chunks.waiting(batch.case_type_id, found, batch.cursor)
        .order_by("pk")
        .values_list("pk", flat=True)[: chunks.SIZE]
    ):
        mover.move(ids)
        progress(batch.done, max(batch.done, batch.total))
    batch.cases.filter(outcome=MigratedCase.WILL_GO).update(
        outcome=MigratedCase.STAYS, told={"why": [["closed", {}]]}
    )
    _ended(batch, MigrationBatch.MOVED)


def _bring_back(batch: MigrationBatch, progress: Progress) -> None:
    returner = Returner(batch, for_user(batch.undone_by) if batch.undone_by else SYSTEM)
    moved = _still_there(batch)
    while found := list(moved.filter(pk__gt=batch.cursor).order_by("pk")[: chunks.SIZE]):
        returner.bring_back(found)
        progress(batch.done, max(batch.done, batch.total))
    _ended(batch, MigrationBatch.RETURNED)


def _ended(batch: MigrationBatch, state: str) -> None:
    batch.state, batch.ended_at = state, clock.now()
    batch.save(update_fields=["state", "ended_at"])


def _record(batch: MigrationBatch, actor: Actor, action: str) -> None:
    audit.record(
        action=action, actor=actor.label(), subject=f"service:{batch.case_type_id}@{batch.target.number}",
        data={"batch": batch.pk, "basis": batch.basis, "cases": batch.total},
    )  # fmt: skip
