"""Reading cases: always for somebody. A case the actor may not see does not exist for them (NotFound)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.cases import confidentiality, sight
from casetypes.cases.attempt import Attempt, roots_used
from casetypes.cases.machine import available
from casetypes.cases.models import Case
from casetypes.cases.personal_data import anonymised
from casetypes.cases.roles import roles_for
from casetypes.cases.roots import CONTRIBUTED
from casetypes.citizens import selectors as people
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.base import Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.kernel.errors import NotFound
from casetypes.kernel.extension_points import expression_roots
from casetypes.kernel.text import pick


@dataclass(frozen=True)
class Offer:
    """A button: allowed, or disabled with the reasons. `fields` is the input it asks for; `is_final`: it ends the case
    whichever way it goes; `until`: the last moment for it, when there is one."""

    key: str
    title: Texts
    allowed: bool
    reasons: list[str]
    fields: dict[str, FieldOptions]
    is_final: bool = False
    until: datetime | None = None


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases the actor may read, as a queryset to narrow further. No right opens a confidential one."""
    if actor.kind == "reporter":
        return _of_reporter(actor)
    if actor.kind not in {"system", "staff"}:
        return Case.objects.none()
    cases = confidentiality.known_to(actor)
    if actor.kind == "system" or actor.reach.anonymised:
        return cases
    return cases.filter(sight.within(actor.reach))


def _of_reporter(actor: Actor) -> QuerySet[Case]:
    """The one case that was proven; of somebody signed in without one, all that are theirs but the confidential."""
    if actor.case_folio or not actor.citizen_id:
        return Case.objects.filter(folio=actor.case_folio)
    theirs = Case.objects.filter(citizen__in=people.records_of(actor.citizen_id))
    return confidentiality.without_confidential(theirs)


def reads_in_clear(actor: Actor, case: Case) -> bool:
    """Whether the actor may read this very case as it is, and not only anonymised. No query but for who reads
    everything anonymised and some of it as it is."""
    if actor.kind != "staff" or not actor.reach.anonymised:
        return True
    return sight.lies_within(actor.reach, case)


def reads(actor: Actor, case: Case) -> bool:
    """Whether `visible_to` has this very case for a member of staff."""
    if confidentiality.is_hidden(actor, case):
        return False
    return actor.reach.anonymised or sight.lies_within(actor.reach, case)


def get_for(actor: Actor, folio: str) -> Case:
    """Raises NotFound, in the same words whether the case is unknown or somebody else's. That a member of
    staff opened a confidential case goes into the audit log here, so that no door can forget it."""
    case = (
        visible_to(actor)
        .select_related("desk__department", "zone", "crew", "assignee")
        .filter(folio=folio)
        .first()
    )
    if case is None:
        raise NotFound(_("There is no case with that folio."))
    confidentiality.record_reading(actor, case)
    return case


def offers(case: Case, actor: Actor) -> list[Offer]:
    """Every step out of the case's state, with why the disabled ones are disabled. What only time does is no button.

    The roots that guards need from rooms above are read once for all of them.
    """
    compiled = definitions.compiled(case.version_id)
    specs = compiled.spec.transitions
    keys = [edge.name for edge in available(case) if specs[edge.name].by != ["system"]]
    contributed = _contributed(case, (roots_used(specs[key]) for key in keys))
    roles = roles_for(actor, case)
    return [_offer(Attempt(case, compiled, key, actor, roles, contributed=contributed)) for key in keys]


def _contributed(case: Case, used: Iterable[frozenset[str]]) -> dict[str, object]:
    wanted = CONTRIBUTED.intersection(frozenset().union(*used))
    roots: dict[str, object] = {}
    for contribution in expression_roots.call(case, wanted) if wanted else ():
        roots.update(contribution)
    return roots


def _offer(attempt: Attempt) -> Offer:
    spec = attempt.spec
    reasons = attempt.refusals("role") or attempt.refusals("another_person", "in_time")
    reasons = reasons or _refused_before_input(attempt)
    title = spec.title or {"es": attempt.key.replace("_", " ").capitalize()}
    return Offer(
        attempt.key, title, not reasons, reasons, spec.input, is_final=attempt.is_final, until=attempt.until
    )


def _refused_before_input(attempt: Attempt) -> list[str]:
    """Requirements about the input cannot be asked before the form is filled; `advance` asks them then."""
    if "input" not in roots_used(attempt.spec):
        return attempt.refusals()
    failed = attempt.compiled.requirements_failed(attempt.key, attempt.roots, without="input")
    return [pick(texts, get_language() or "es") for texts in failed]


def readable_answers(case: Case, actor: Actor) -> dict[str, object]:
    """Answers that are not personal, less those that `access` keeps for other roles or states; for who reads the case
    anonymised also without words, places and whatever else could tell of a person."""
    compiled, roles = definitions.compiled(case.version_id), roles_for(actor, case)
    in_clear = reads_in_clear(actor, case)
    return {
        key: value
        for key, value in case.answers.items()
        if compiled.may_read(key, roles, case.state) and (in_clear or anonymised.shows(compiled, key))
    }
