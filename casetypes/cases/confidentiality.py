"""Who may know of a confidential case: its named readers and its reporter, nobody else whatever their rights.

A named reader holds a post that the definition lists under `readers:` and is appointed by name, today
(`access.readers`). One without the other opens nothing: not to supervisors, comptrollers or administrators.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casetypes.access import readers
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import User
from casetypes.audit import services as audit
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel.errors import NotFound
from casetypes.kernel.extension_points import policy_rules


def is_confidential(case: Case) -> bool:
    return case.case_type_id in definitions.confidential_services()


def hidden_from(actor: Actor) -> frozenset[str]:
    """Keys of the services whose cases do not exist for the actor. No query unless a post of theirs can be
    appointed; then one."""
    services = definitions.confidential_services()
    if actor.kind == "system" or not services:
        return frozenset()
    possible = frozenset(key for key, compiled in services.items() if holds_a_post(actor, compiled))
    if possible:
        known = actor.appointed
        possible &= readers.services_read_by(actor.person_id) if known is None else known
    return frozenset(services) - possible


def holds_a_post(actor: Actor, compiled: CompiledService) -> bool:
    """Whether one of the actor's own posts is among those that can be appointed: a deputy was not."""
    if actor.kind != "staff" or actor.user_id is None:
        return False
    desks = definitions.desks_spec().desks
    themselves = actor.without_deputyships()
    return any(
        role in themselves.roles_at(desk, desks[desk].department)
        for role, desk in compiled.reader_posts
        if desk in desks
    )


def is_hidden(actor: Actor, case: Case) -> bool:
    """Whether this case does not exist for the actor."""
    if not is_confidential(case) or (actor.kind == "reporter" and actor.case_folio == case.folio):
        return False
    return case.case_type_id in hidden_from(actor)


def known_to(actor: Actor) -> QuerySet[Case]:
    """Every case except the confidential ones that the actor does not read: where every list begins."""
    hidden = hidden_from(actor)
    return Case.objects.exclude(case_type__in=hidden) if hidden else Case.objects.all()


def without_confidential(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What may leave the house as a file or over the API: no confidential case, for its readers neither."""
    services = frozenset(definitions.confidential_services())
    return cases.exclude(case_type__in=services) if services else cases


def refuse_unknown(actor: Actor, case: Case) -> None:
    """Raises NotFound, in the words for a folio that does not exist."""
    if is_hidden(actor, case):
        raise NotFound(_("There is no case with that folio."))


def record_reading(actor: Actor, case: Case) -> None:
    """Who of the staff opened a confidential case is on the record. One INSERT for those, nothing for others."""
    if actor.kind == "staff" and is_confidential(case):
        audit.record(
            action="case.read_confidential", actor=actor.label(), subject=f"case:{case.folio}", data={}
        )


def readers_among(people: list[User], case: Case) -> list[User]:
    """Those who may be told about the case: everybody, or its named readers."""
    if not is_confidential(case):
        return people
    return [person for person in people if not is_hidden(for_user(person), case)]


def candidates(compiled: CompiledService) -> list[User]:
    """Active members of staff who hold a post that can be appointed to read the service, by name."""
    staff = User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("username")
    return [person for person in staff if holds_a_post(for_user(person), compiled)]


def readers_today() -> dict[str, frozenset[int]]:
    """By key, who reads each confidential service that is offered, appointed and at a post of it today: nobody, and
    its reports wait unread. One query; none in a city without such a service."""
    offered = [each.compiled for each in definitions.live_services() if each.compiled.spec.confidential]
    appointed = readers.appointed_today() if offered else {}
    return {
        compiled.key: frozenset(
            actor.person_id for actor in appointed.get(compiled.key, ()) if holds_a_post(actor, compiled)
        )
        for compiled in offered
    }


def is_unread(case: Case) -> bool:
    """Whether a confidential case lies sealed because nobody is appointed to read it today."""
    return is_confidential(case) and not readers_today().get(case.case_type_id)


@policy_rules.register
def refuse_to_others(actor: Actor, action: str, subject: object) -> bool | None:
    """No right opens a confidential case: asked after every rule about a case."""
    return False if isinstance(subject, Case) and is_hidden(actor, subject) else None
