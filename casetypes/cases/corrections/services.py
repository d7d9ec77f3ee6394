"""The one way to correct answers: locked, weighed, written with one event and one leaf, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.audit import rows
from casetypes.audit import services as audit
from casetypes.cases import confidentiality, engine
from casetypes.cases.corrections import words
from casetypes.cases.corrections.rights import pen_of
from casetypes.cases.corrections.weighing import Weighed, contacts, weigh
from casetypes.cases.migration.moving import seal_again, tell_citizen
from casetypes.cases.models import CaseEvent
from casetypes.cases.roles import post_as
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.citizens import services as citizens
from casetypes.citizens.keys import master
from casetypes.kernel.errors import Invalid
from casetypes.kernel.hashing import canonical_json
from casetypes.kernel.sealing import lookup_digest

KIND = "corrected"
LONGEST = 300


@dataclass(frozen=True)
class Correction:
    """`answers` by question, raw and JSON-shaped; None takes one away. What is not named stays. `reason` is told to the
    person who reported and to the desk."""

    answers: Mapping[str, object]
    reason: str


def correct(
    folio: str, correction: Correction, *, actor: Actor, expected_revision: int | None = None
) -> Weighed:
    """Write it, with all that follows for values, priority, place and deadlines; state and desk stay.

    Raises NotFound, StaleRevision (somebody wrote first), NotAllowed, Invalid (the reason; an answer that cannot be, or
    that this person does not correct; nothing that differs) and Refused (the rules cannot be worked out).
    """
    with transaction.atomic():
        case = engine.lock(folio)
        confidentiality.refuse_unknown(actor, case)
        engine.check_revision(case, expected_revision)
        policies.require(actor, "case.correct", case)
        reason, pen = _reason(correction.reason), pen_of(case, actor)
        weighed = weigh(case, correction.answers, pen)
        role = _role(actor, weighed, pen.acting_roles(frozenset(weighed.changed)))
        with rows.together():
            _write(weighed, actor, role, reason)
    return weighed


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise Invalid(fields={"reason": [_("Say why it is corrected.")]})
    if len(reason) > LONGEST:
        raise Invalid(
            fields={"reason": [_("A reason has at most %(limit)d characters.") % {"limit": LONGEST}]}
        )
    return reason


def _role(actor: Actor, weighed: Weighed, roles: tuple[str, ...]) -> str:
    post = post_as(actor, weighed.before, *roles)
    return post.role if post else actor.kind


def _write(weighed: Weighed, actor: Actor, role: str, reason: str) -> None:
    case = weighed.case
    case.revision += 1
    what = engine.Occurrence(KIND, KIND, role, words.event_texts(), _told(weighed, reason), public=True)
    event = engine.occurred(case, what, actor)
    tell_citizen(event, weighed.expected, event.public_status)
    event.public = True
    rows.insert(event)
    for write in weighed.writes:
        write(event)
    _keep_personal(weighed)
    engine.save(case)
    _record(weighed, event, actor)


def _told(weighed: Weighed, reason: str) -> dict[str, object]:
    """Of answers that are not personal before and after, of the others the questions; the reason; what followed."""
    before, case = weighed.before, weighed.case
    told: dict[str, object] = {
        "fields": {key: list(both) for key, both in weighed.changed.items() if key not in weighed.personal},
        "because": reason,
    }
    if weighed.personal:
        told["personal"] = [key for key in weighed.changed if key in weighed.personal]
    if before.priority != case.priority:
        told["priority"] = [PRIORITY_NAME[before.priority], PRIORITY_NAME[case.priority]]
    if weighed.remarks:
        told["remarks"] = list(weighed.remarks)
    return told


def _keep_personal(weighed: Weighed) -> None:
    """Sealed again, and what they were beside them as `<field>#<revision>`: under the same key and the same rights."""
    if not weighed.personal:
        return
    case = weighed.case
    earlier = {
        f"{key}#{case.revision}": before
        for key, (before, _after) in weighed.changed.items()
        if key in weighed.personal and before is not None
    }
    seal_again(case, weighed.locked_answers | earlier, exists=weighed.sealed is not None)
    for kind, old, new in contacts(weighed):
        if case.citizen is not None:
            citizens.correct_contact(citizen=case.citizen, kind=kind, before=old, after=new)


def _record(weighed: Weighed, event: CaseEvent, actor: Actor) -> None:
    """Which questions, and digests under the master key of what was answered: who knows an answer can prove that it
    was the one, who does not cannot try them out. Of a confidential case nothing is corrected."""
    name, label, subject, data = engine.leaf(weighed.case, event, actor, "case.correct")
    fields = {key: [_digest(weighed, key, value) for value in both] for key, both in weighed.changed.items()}
    audit.record(action=name, actor=label, subject=subject, data={**data, "fields": fields})


def _digest(weighed: Weighed, key: str, value: object) -> str | None:
    if value is None:
        return None
    words = canonical_json(value).decode()
    return lookup_digest(f"answer:{weighed.case.folio}:{key}:{words}", master())
