"""Absences and who stands in: the deputy holds the absent person's own posts while the absence lasts.

Who manages people may enter any; who has `manage_absences` at a desk or over a department only those of people all of
whose posts lie there. Nobody makes themselves a deputy and so gains posts.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor, for_user
from casetypes.access.entry import second_factor
from casetypes.access.models import Absence, Membership, User
from casetypes.access.policies import YES, Decision, no, rule
from casetypes.access.posts import absences_today, invited, memberships_today, today
from casetypes.access.staff import memberships, places_of_roles
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotFound

RIGHT = "manage_absences"


@dataclass(frozen=True)
class Leave:
    """Who is away, from which day to which last day (None: until withdrawn), and who stands in (None: nobody)."""

    user_id: int
    begins_on: date
    ends_on: date | None = None
    deputy_id: int | None = None
    reason: str = ""


@rule("absence.manage")
def may_manage(actor: Actor, user_id: int | None = None) -> Decision:
    """None: of anybody at all."""
    if actor.kind == "system" or policies.may(actor, "people.manage"):
        return YES
    if not actor.has_right(RIGHT):
        return no(_("Your role does not include this."))
    if user_id is None or covers(actor, user_id):
        return YES
    return no(_("This person also works elsewhere: ask an administrator."))


def covers(actor: Actor, user_id: int) -> bool:
    """Whether the person has posts today and all of them lie where the actor manages absences. One query."""
    rows = memberships_today().filter(user=user_id).select_related("desk", "crew__desk")
    return all_covered(actor, rows)


def all_covered(actor: Actor, rows: "QuerySet[Membership] | list[Membership]") -> bool:
    found = list(rows)
    return bool(found) and all(_covered(actor, row) for row in found)


def _covered(actor: Actor, row: Membership) -> bool:
    desk = row.desk or (row.crew.desk if row.crew else None)
    department = row.department_id or (desk.department_id if desk else None)
    if desk is None and department is None:
        return False
    return RIGHT in actor.rights_at(desk.key if desk else None, department)


def enter(leave: Leave, *, actor: Actor) -> Absence:
    """Raises NotAllowed, Invalid by field, Conflict (away already in that time)."""
    policies.require(actor, "absence.manage", leave.user_id)
    with transaction.atomic():
        person = _active(leave.user_id, "user")
        _check(leave, actor)
        row = Absence.objects.create(
            user=person, deputy_id=leave.deputy_id, begins_on=leave.begins_on, ends_on=leave.ends_on,
            reason=leave.reason.strip()[:300], made_by_id=actor.user_id,
        )  # fmt: skip
        _record("access.enter_absence", row, actor)
        memberships.followed([leave.user_id])
    return row


def withdraw(pk: int, *, actor: Actor) -> Absence:
    """The person is back, or the entry was a mistake: from now on nobody stands in. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        rows = Absence.objects.select_for_update(of=("self",)).filter(pk=pk, withdrawn_at=None)
        row = rows.exclude(ends_on__lt=today()).first()
        if row is None:
            raise NotFound(_("This absence is over already."))
        if actor.user_id != row.user_id:
            policies.require(actor, "absence.manage", row.user_id)
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _record("access.withdraw_absence", row, actor)
        memberships.followed([row.user_id, *([row.deputy_id] if row.deputy_id else [])])
    return row


def cautions(absence: Absence) -> list[str]:
    """What is allowed and worth knowing about who stands in. At most six queries."""
    if absence.deputy is None:
        return [_("Nobody stands in: what only this person may do waits.")]
    found = []
    if invited().filter(pk=absence.deputy.pk).exists():
        found.append(
            _("Who stands in has not accepted the invitation yet: until then nobody holds these posts.")
        )
    elif second_factor.required_for(for_user(absence.user)) and not second_factor.has_one(absence.deputy):
        found.append(_("Who stands in has no second factor yet, and these posts ask for one: it is set up at the "
                       "next sign-in."))  # fmt: skip
    if _overlapping(absence.deputy_id or 0, absence.begins_on, absence.ends_on).exists():
        found.append(_("Who stands in is away in that time too: then nobody holds these posts."))
    if _would_approve_own(absence):
        found.append(
            _("One of the two writes what the other approves: their own work somebody else has to approve.")
        )
    return found


def upcoming(user_id: int) -> QuerySet[Absence]:
    """Absences that last or are to come, the next first."""
    rows = Absence.objects.filter(user=user_id, withdrawn_at=None).exclude(ends_on__lt=today())
    return rows.select_related("deputy", "user").order_by("begins_on")


def concerning_today(user_id: int) -> QuerySet[Absence]:
    """Absences that last today in which the person is away or stands in, their own first."""
    rows = absences_today().filter(Q(user=user_id) | Q(deputy=user_id)).select_related("user")
    return rows.annotate(own=Q(user=user_id)).order_by("-own", "begins_on")


def candidates(actor: Actor, user_id: int) -> QuerySet[User]:
    """Who can stand in for a person: active, not the person, not oneself; for heads of desks, their own people."""
    people = User.objects.filter(is_active=True, memberships__in=memberships_today()).distinct()
    people = people.exclude(pk=user_id)
    if not actor.has_right("everything"):
        people = people.exclude(pk=actor.user_id or 0)
    if not policies.may(actor, "people.manage"):
        people = people.filter(pk__in=covered_people(actor))
    return people.order_by("full_name", "username")


def covered_people(actor: Actor) -> list[int]:
    """Who works only where the actor manages absences. One query."""
    by_person: dict[int, list[Membership]] = {}
    for row in memberships_today().select_related("desk", "crew__desk"):
        by_person.setdefault(row.user_id, []).append(row)
    return [user_id for user_id, rows in by_person.items() if all_covered(actor, rows)]


def _check(leave: Leave, actor: Actor) -> None:
    errors: dict[str, list[object]] = {}
    if leave.begins_on < today():
        errors["begins_on"] = [_("An absence begins today or later.")]
    if leave.ends_on is not None and leave.ends_on < leave.begins_on:
        errors["ends_on"] = [_("It ends before it begins.")]
    if leave.deputy_id is not None:
        errors |= _problems_of_deputy(leave, actor)
    if errors:
        raise Invalid(fields=errors)
    if _overlapping(leave.user_id, leave.begins_on, leave.ends_on).exists():
        raise Conflict(_("The person is away in that time already: withdraw that entry first."))


def _problems_of_deputy(leave: Leave, actor: Actor) -> dict[str, list[object]]:
    if leave.deputy_id == leave.user_id:
        return {"deputy": [_("Nobody stands in for themselves.")]}
    if leave.deputy_id == actor.user_id and not actor.has_right("everything"):
        return {"deputy": [_("Nobody makes themselves a deputy: ask another administrator.")]}
    if not candidates(actor, leave.user_id).filter(pk=leave.deputy_id or 0).exists():
        return {"deputy": [_("This person cannot stand in: choose somebody of the list.")]}
    apart = places_of_roles.stand_apart(leave.user_id, leave.deputy_id or 0)
    return {"deputy": [apart]} if apart else {}


def _overlapping(user_id: int, begins_on: date, ends_on: date | None) -> QuerySet[Absence]:
    rows = Absence.objects.filter(user=user_id, withdrawn_at=None)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=begins_on))
    return rows if ends_on is None else rows.filter(begins_on__lte=ends_on)


def _would_approve_own(absence: Absence) -> bool:
    pair = [absence.user_id, absence.deputy_id]
    roles = set(memberships_today().filter(user__in=pair).values_list("role_id", flat=True))
    return {"steward", "committee"} <= roles


def _active(user_id: int, field: str) -> User:
    person = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if person is None:
        raise Invalid(fields={field: [_("There is no such person, or the person has left.")]})
    return person


def _record(action: str, row: Absence, actor: Actor) -> None:
    audit.record(
        action=action, actor=actor.label(actor.role_with("manage_people", RIGHT)), subject=f"user:{row.user_id}",
        data={
            "absence": row.pk, "deputy": f"user:{row.deputy_id}" if row.deputy_id else "", "from": row.begins_on,
            "until": row.ends_on,
        },
    )  # fmt: skip
