"""Named readers: who may read the cases of a confidential service, since when and until when.

The definition says which posts can be appointed (`readers:`); persons are appointed here, by somebody else, with
dates. Every appointment and every withdrawal is a leaf of the audit log: numbers, never names.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor, holding
from casetypes.access.models import Membership, ReaderAppointment, User
from casetypes.access.policies import Decision, needs_right, no, rule
from casetypes.access.posts import memberships_today
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotFound

rule("people.manage")(needs_right("manage_people"))


@dataclass(frozen=True)
class Appointing:
    """Whom, for which service (its key), from which day to which last day (None: until withdrawn), and why."""

    user_id: int
    service: str
    reason: str
    begins_on: date
    ends_on: date | None = None


@rule("reader.appoint")
def may_appoint(actor: Actor, user_id: int) -> Decision:
    """Who manages people; never for oneself, nor for the person in whose post one acts as a deputy."""
    if user_id in actor.persons_behind("manage_people"):
        return no(_("Nobody appoints themselves: ask another administrator."))
    return policies.may(actor, "people.manage")


def appoint(appointing: Appointing, *, actor: Actor) -> ReaderAppointment:
    """Raises NotAllowed, Invalid (dates, reason, unknown person) and Conflict (appointed already)."""
    policies.require(actor, "reader.appoint", appointing.user_id)
    _check(appointing)
    with transaction.atomic():
        person = User.objects.select_for_update().filter(pk=appointing.user_id, is_active=True).first()
        if person is None:
            raise Invalid(fields={"user": [_("There is no such person.")]})
        if _overlapping(appointing).exists():
            raise Conflict(_("This person is appointed for that time already."))
        row = ReaderAppointment.objects.create(
            user=person, service=appointing.service, begins_on=appointing.begins_on,
            ends_on=appointing.ends_on, reason=appointing.reason.strip(), appointed_by_id=actor.person_id,
        )  # fmt: skip
        _record(row, actor, "access.appoint_reader")
    return row


def withdraw(appointment_id: int, *, because: str, actor: Actor) -> ReaderAppointment:
    """From this moment the person reads no more; also by themselves. Raises NotFound, NotAllowed, Invalid."""
    if not because.strip():
        raise Invalid(fields={"because": [_("Say why.")]})
    with transaction.atomic():
        row = ReaderAppointment.objects.select_for_update().filter(pk=appointment_id).first()
        if row is None:
            raise NotFound(_("There is no such appointment."))
        if actor.user_id != row.user_id:
            policies.require(actor, "people.manage")
        if row.withdrawn_at is not None:
            return row
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.person_id
        row.withdrawn_because = because.strip()[:300]
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        _record(row, actor, "access.withdraw_reader")
    return row


def withdraw_all(user_id: int, *, because: str, actor: Actor) -> int:
    """Of who leaves, in the caller's transaction: whatever lasts or is to come ends now; how many there were."""
    rows = list(lasting(user_id))
    for row in rows:
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_because = (
            clock.now(),
            actor.user_id,
            because[:300],
        )
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        _record(row, actor, "access.withdraw_reader")
    return len(rows)


def lasting(user_id: int) -> QuerySet[ReaderAppointment]:
    """Appointments of a person that hold or are to come."""
    rows = ReaderAppointment.objects.filter(user_id=user_id, withdrawn_at=None)
    return rows.exclude(ends_on__lt=timezone.localdate(clock.now()))


def current() -> QuerySet[ReaderAppointment]:
    """Appointments that hold today, where the city is."""
    today = timezone.localdate(clock.now())
    lasting = Q(ends_on=None) | Q(ends_on__gte=today)
    return ReaderAppointment.objects.filter(lasting, begins_on__lte=today, withdrawn_at=None)


def services_read_by(user_id: int) -> frozenset[str]:
    """Keys of the services a person is appointed to read today. One query."""
    return frozenset(current().filter(user_id=user_id).values_list("service", flat=True))


def services_by_reader() -> dict[int, frozenset[str]]:
    """By person, the keys of the services they are appointed to read today. One query."""
    found: dict[int, set[str]] = defaultdict(set)
    for user_id, service in current().values_list("user_id", "service"):
        found[user_id].add(service)
    return {user_id: frozenset(services) for user_id, services in found.items()}


def appointed_today() -> dict[str, list[Actor]]:
    """By service, the active members of staff appointed to read it today, with their own posts. One query."""
    held_today = memberships_today().filter(user__is_active=True, user__reader_appointments__in=current())
    joined = held_today.select_related("role", "desk", "crew__desk")
    held: dict[tuple[str, int], list[Membership]] = defaultdict(list)
    for post in joined.annotate(reads=F("user__reader_appointments__service")):
        held[post.reads, post.user_id].append(post)
    found: dict[str, list[Actor]] = defaultdict(list)
    for (service, user_id), memberships in held.items():
        found[service].append(holding(user_id, memberships))
    return dict(found)


def appointments() -> list[ReaderAppointment]:
    """Everything on record, newest first."""
    rows = ReaderAppointment.objects.select_related("user", "appointed_by", "withdrawn_by")
    return list(rows.order_by("-appointed_at", "-pk"))


def _check(appointing: Appointing) -> None:
    errors: dict[str, list[object]] = {}
    if not appointing.reason.strip():
        errors["reason"] = [_("Say why.")]
    if appointing.begins_on < timezone.localdate(clock.now()):
        errors["begins_on"] = [_("An appointment begins today or later: nobody is appointed backwards.")]
    if appointing.ends_on is not None and appointing.ends_on < appointing.begins_on:
        errors["ends_on"] = [_("It ends before it begins.")]
    if errors:
        raise Invalid(fields=errors)


def _overlapping(new: Appointing) -> QuerySet[ReaderAppointment]:
    rows = ReaderAppointment.objects.filter(user_id=new.user_id, service=new.service, withdrawn_at=None)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=new.begins_on))
    return rows if new.ends_on is None else rows.filter(begins_on__lte=new.ends_on)


def _record(row: ReaderAppointment, actor: Actor, action: str) -> None:
    audit.record(
        action=action, actor=actor.label(), subject=f"service:{row.service}",
        data={"appointment": row.pk, "person": f"user:{row.user_id}", "from": row.begins_on, "until": row.ends_on},
    )  # fmt: skip
