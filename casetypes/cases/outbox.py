"""The outbox: effects written with the move, carried out exactly once.

An entry is claimed with a row lock (SKIP LOCKED), carried out and marked done in one transaction: a worker
that dies in between leaves it pending. What fails is tried again with back-off and parked visibly after
`MAX_ATTEMPTS`; a parked entry is shown on the case page and can be sent again.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from casetypes.audit import rows
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.models import OutboxEntry
from casetypes.definitions.schema.effects import EffectCall
from casetypes.kernel import clock
from casetypes.kernel.extension_points import outbox_filled
from casetypes.kernel.registry import effects as registered

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
BACK_OFF = timedelta(seconds=20)
EVERY_CASE = Q()


def carry_out_or_queue(calls: Sequence[EffectCall], context: EffectContext) -> None:
    """Effects inside the database happen now; those with an outside wait in the outbox. One INSERT."""
    rows.insert(*[_entry(call, context) for call in calls])


def _entry(call: EffectCall, context: EffectContext) -> OutboxEntry:
    effect: Effect = registered.get(call.name)
    entry = OutboxEntry(
        case=context.case, event=context.event, effect=call.name,
        arguments=call.args.model_dump(mode="json", by_alias=True, exclude_none=True),
        next_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    if effect.at_once and effect.carry_out:
        if context.event.pk is None:
            rows.flush()  # the handler may refer to the case and the event
        effect.carry_out(context, call.args)
        entry.state, entry.done_at, entry.attempts = OutboxEntry.DONE, clock.now(), 1
    return entry


def kick() -> None:
    """After commit, tell the workers. A broker that is down costs nothing: beat relays every few seconds."""
    transaction.on_commit(lambda: outbox_filled.call(), robust=True)


def relay(limit: int = 200) -> int:
    """Carry out what is due, one transaction per entry; returns how many were tried."""
    tried = 0
    while tried < limit and _relay_one():
        tried += 1
    return tried


def relay_cases(cases: Collection[int]) -> int:
    """The same for these cases (by id) only: for whoever rehearses in a database in which others work."""
    tried = 0
    while _relay_one(Q(case__in=list(cases))):
        tried += 1
    return tried


def relay_steps() -> int:
    """Only the steps that the system takes by itself (`advance`): for whoever tells stories and writes to nobody."""
    tried = 0
    while _relay_one(Q(effect="advance")):
        tried += 1
    return tried


def _relay_one(of: Q = EVERY_CASE) -> bool:
    with transaction.atomic():
        entry = (
            OutboxEntry.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(of, state=OutboxEntry.PENDING, next_at__lte=clock.now())
            .select_related("case__desk", "case__zone", "case__citizen", "event")
            .order_by("next_at", "id")
            .first()
        )
        if entry is None:
            return False
        _attempt(entry)
        entry.save(update_fields=["state", "attempts", "next_at", "last_error", "done_at"])
    return True


def _attempt(entry: OutboxEntry) -> None:
    entry.attempts += 1
    try:
        with transaction.atomic():
            _carry_out(entry)
    except Exception as error:  # any failure of an outside is kept and shown, never lost
        logger.warning("outbox entry %s (%s) failed: %s", entry.pk, entry.effect, error)
        entry.last_error = f"{type(error).__name__}: {error}"[:2000]
        parked = entry.attempts >= MAX_ATTEMPTS
        entry.state = OutboxEntry.PARKED if parked else OutboxEntry.PENDING
        entry.next_at = clock.now() + BACK_OFF * 2 ** (entry.attempts - 1)
    else:
        entry.state, entry.done_at, entry.last_error = OutboxEntry.DONE, clock.now(), ""


def _carry_out(entry: OutboxEntry) -> None:
    effect: Effect = registered.get(entry.effect)
    if effect.carry_out is None:
        raise RuntimeError(f"effect {entry.effect} is not carried out by this release")
    roots = {"input": entry.event.data.get("input", {}), "calc": entry.case.calc, "form": entry.case.answers}
    context = EffectContext(case=entry.case, event=entry.event, roots=roots, entry_id=entry.pk)
    effect.carry_out(context, effect.Arguments.model_validate(entry.arguments))


def retry_parked(entry_id: int) -> None:
    """Send a parked entry again, from the case page."""
    OutboxEntry.objects.filter(pk=entry_id, state=OutboxEntry.PARKED).update(
        state=OutboxEntry.PENDING, attempts=0, next_at=clock.now()
    )
