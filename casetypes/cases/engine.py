"""The engine: the only writer of a case's state.

`advance` locks the case, asks the guards of its pinned version, moves it with django-fsm and writes the
event, the clocks, the effects and the audit leaf in one transaction. `occur` is the same without a move
(a clock's warning, a note).
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.audit import rows
from casetypes.audit import services as audit
from casetypes.cases import attempt_input, confidentiality, outbox
from casetypes.cases.attempt import Attempt
from casetypes.cases.effect_type import EffectContext
from casetypes.cases.machine import machine
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.roles import post_as, roles_for
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.effects import EffectCall
from casetypes.kernel import clock
from casetypes.kernel.errors import NotAllowed, NotFound, Refused, StaleRevision
from casetypes.kernel.extension_points import case_moved

Input = Mapping[str, object]
COLUMNS = tuple(each.attname for each in Case._meta.concrete_fields if not each.primary_key)


@dataclass(frozen=True)
class Move:
    """A transition about to be carried out: the attempt, and the input split by how it is kept."""

    attempt: Attempt
    kept: Input
    personal: Input


@dataclass(frozen=True)
class Occurrence:
    """An event without a move: its kind and name, in which role, and what goes with it."""

    kind: str
    name: str
    role: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    effects: Sequence[EffectCall] = ()
    public: bool = False


def advance(
    folio: str,
    transition_key: str,
    *,
    actor: Actor,
    input: Input | None = None,
    expected_revision: int | None = None,
) -> Case:
    """Carry out one transition, whole or not at all.

    `expected_revision` is the revision the actor looked at. Raises NotFound (unknown folio or transition),
    StaleRevision (somebody wrote first), NotAllowed (role), Refused (guards, or not from this state) and
    Invalid (input), each with sentences for the person.
    """
    with transaction.atomic():
        case = lock(folio)
        confidentiality.refuse_unknown(actor, case)
        check_revision(case, expected_revision)
        move = _prepare(case, transition_key, actor, input or {})
        with rows.together():
            _carry_out(case, move, actor)
    outbox.kick()
    return case


def occur(case: Case, what: Occurrence, *, actor: Actor) -> CaseEvent:
    """Something happened that moves no state. The caller holds the lock and the transaction."""
    event = occurred(case, what, actor)
    with rows.together():
        rows.insert(event)
        outbox.carry_out_or_queue(what.effects, EffectContext(case=case, event=event))
        save(case)
        record(case, event, actor, f"case.{what.kind}")
        rows.flush()
    return event


def occurred(case: Case, what: Occurrence, actor: Actor) -> CaseEvent:
    """The event of an occurrence, not written yet."""
    post = post_as(actor, case, what.role) if actor.is_deputy else None
    return CaseEvent(
        case=case, at=clock.now(), kind=what.kind, name=what.name, actor_role=what.role or actor.kind,
        from_state=case.state, to_state=case.state, public_status=case.public_status,
        user_id=actor.user_id, desk=case.desk_id, public=what.public, text=dict(what.text),
        data=dict(what.data) | _instead_of(post.standing_in_for if post else None), revision=case.revision,
    )  # fmt: skip


def _instead_of(user_id: int | None) -> dict[str, int]:
    """What the data of an event says when it was done as the deputy of somebody who is away."""
    return {} if user_id is None else {"standing_in_for": user_id}


def lock(folio: str) -> Case:
    """The case, locked until the end of the transaction; raises NotFound."""
    # No join: it would keep the desk of before the wait, and who waited while the case was referred would find no
    # case at all. Desk and zone are read when somebody asks for them.
    case = next(iter(Case.objects.select_for_update().filter(folio=folio)), None)
    if case is None:
        raise NotFound(_("There is no case with that folio."))
    case.__dict__["as_read"] = _columns(case)
    return case


def lock_each(cases: QuerySet[Case]) -> list[Case]:
    """These cases, locked until the end of the transaction, in the order of their keys; one query. Those that no
    longer fit the query once their turn came are left out."""
    found = list(cases.select_for_update(of=("self",)).order_by("pk"))
    for case in found:
        case.__dict__["as_read"] = _columns(case)
    return found


def save(case: Case) -> None:
    """Write the columns that changed since `lock` in one UPDATE. Everything that belongs to a move is set on the
    instance first. A case that was not locked here is written whole."""
    case.changed_at = clock.now()
    now, before = _columns(case), case.__dict__.get("as_read", {})
    rows.update(
        case, tuple(name for name, value in now.items() if name not in before or before[name] != value)
    )
    case.__dict__["as_read"] = now


def _columns(case: Case) -> dict[str, object]:
    """Every column but the key, with copies of what could be changed in place."""
    values = {name: case.__dict__[name] for name in COLUMNS}
    return {name: deepcopy(value) if isinstance(value, dict) else value for name, value in values.items()}


def record(case: Case, event: CaseEvent, actor: Actor, action: str) -> None:
    """One audit leaf per event; nothing personal (events never hold any)."""
    name, label, subject, data = leaf(case, event, actor, action)
    audit.record(action=name, actor=label, subject=subject, data=data)


def leaf(
    case: Case, event: CaseEvent, actor: Actor, action: str
) -> tuple[str, str, str, Mapping[str, object]]:
    """What the audit log keeps of an event: action, actor, subject, data. Of a confidential case only its folio:
    the log is published, and a step or a desk would tell what it is about."""
    if confidentiality.is_confidential(case):
        data = {"at": event.at, "revision": case.revision}
        return action, actor.label(), f"case:{case.folio}", data
    data = {
        "at": event.at, "name": event.name, "from": event.from_state, "to": event.to_state,
        "revision": case.revision, "version": case.version_id, "desk": case.desk_id,
    }  # fmt: skip
    label = actor.label(event.actor_role, event.data.get("standing_in_for"))
    return action, label, f"case:{case.folio}", data


def check_revision(case: Case, expected: int | None) -> None:
    """Raises StaleRevision when somebody wrote after the revision that was looked at (None: whatever it is)."""
    if expected is not None and expected != case.revision:
        message = _("Somebody else changed this case in the meantime. Look at it again, then decide.")
        raise StaleRevision(message, expected=expected, actual=case.revision)


def _prepare(case: Case, key: str, actor: Actor, raw: Input) -> Move:
    compiled = selectors.compiled(case.version_id)
    if key not in compiled.spec.transitions:
        raise NotFound(_("This service has no such step."))
    attempt = Attempt(case, compiled, key, actor, roles_for(actor, case))
    if case.state not in attempt.spec.sources:
        raise Refused(reasons=[_("The case has moved on; this step is not possible from where it is now.")])
    if refused := attempt.refusals("role"):
        raise NotAllowed(reasons=refused)
    cleaned = attempt_input.clean(attempt, raw)
    attempt.input = cleaned.all
    attempt.__dict__.pop("roots", None)
    if refused := attempt.refusals():
        raise Refused(reasons=refused)
    return Move(attempt, cleaned.kept, cleaned.personal)


def _carry_out(case: Case, move: Move, actor: Actor) -> None:
    attempt = move.attempt
    before = case.state
    case.__dict__.setdefault("attempts", {})[attempt.key] = attempt
    machine(case.version_id)[attempt.key](case, attempt)
    settle(case, before, attempt.compiled)
    event = moved(case, before, move, actor)
    rows.insert(event)
    attempt_input.keep_personal(case, event, move.personal)
    effects = [*attempt.spec.do, *attempt.branch.do]
    outbox.carry_out_or_queue(effects, EffectContext(case=case, event=event, roots=attempt.roots))
    case_moved.call(case, event, attempt.spec)
    save(case)
    record(case, event, actor, "case.advance")


def settle(case: Case, before: str, compiled: CompiledService) -> None:
    """What follows from the new state: public status, closing time, revision. Writes nothing."""
    states = compiled.spec.states
    state = states[case.state]
    was_final = states[before].final
    case.public_status = state.public
    case.final_kind = state.final or ""
    if state.final and not was_final:
        case.closed_at = clock.now()
    if was_final and not state.final:
        case.closed_at = None
        case.reopened += 1
    case.revision += 1


def moved(case: Case, before: str, move: Move, actor: Actor) -> CaseEvent:
    """The event of a move, not written yet."""
    spec, data = move.attempt.spec, {"input": dict(move.kept)} if move.kept else {}
    return CaseEvent(
        case=case, at=clock.now(), kind="transition", name=move.attempt.key, from_state=before,
        to_state=case.state, public_status=case.public_status, actor_role=move.attempt.role,
        user_id=actor.user_id, desk=case.desk_id, public=True, text=dict(spec.title),
        data=data | _instead_of(move.attempt.standing_in_for), revision=case.revision,
    )  # fmt: skip
