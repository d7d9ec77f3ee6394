"""Posts of people: give one from a day to a last day, end it, give back what was ended by mistake.

Nobody gives themselves a post, nobody removes the last administrator, and each change is a leaf of the audit log:
numbers and keys, never names. Wagtail's groups and open sessions follow at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casetypes.access import policies, posts
from casetypes.access.actors import Actor
from casetypes.access.entry import sessions
from casetypes.access.models import Departure, EndedPost, Membership, User
from casetypes.access.policies import Decision, no, rule
from casetypes.access.posts import today
from casetypes.access.staff import admin_groups, administrators, places_of_roles
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotFound

GIVES_BACK_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Granting:
    """A role for a person, at a place, from a day (None: today) to its last day (None: open).

    `source`: what gives it, "" for a person (see `Membership`).
    """

    user_id: int
    role: str
    place: Place = Place()
    begins_on: date | None = None
    ends_on: date | None = None
    source: str = ""


@rule("membership.grant")
def may_grant(actor: Actor, user_id: int) -> Decision:
    """Who manages people; for oneself, or for whom one stands in for, only who holds everything already, and so would
    gain nothing."""
    if user_id in actor.persons_behind("manage_people") and not actor.has_right("everything"):
        return no(_("Nobody gives themselves a post: ask another administrator."))
    return policies.may(actor, "people.manage")


def grant(asked: Granting, *, actor: Actor) -> Membership:
    """Raises NotAllowed, Invalid by field, Conflict (the person holds it for that time already)."""
    policies.require(actor, "membership.grant", asked.user_id)
    with transaction.atomic():
        person = _active(asked.user_id)
        _check(asked, person)
        row = Membership.objects.create(
            user=person, role_id=asked.role, begins_on=asked.begins_on or today(), ends_on=asked.ends_on,
            source=asked.source, **asked.place.columns(),
        )  # fmt: skip
        _record("access.grant", row, actor, {"until": row.ends_on})
        followed([person.pk])
    return row


def end(pk: int, *, last_day: date | None, because: str, actor: Actor) -> EndedPost | None:
    """End a post at once (`last_day` None) or after its last day. Raises NotFound, NotAllowed, Invalid,
    LastAdministrator, Conflict (one's own last post). What ended at once is answered, so that it can be given back."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        with administrators.kept():
            row = Membership.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None:
                raise NotFound(_("This post has ended already."))
            ended = _ended(row, last_day, because, actor)
        if row.user_id == actor.user_id:
            _keep_a_post(row.user_id, today() if last_day is None else last_day + timedelta(days=1))
    return ended


def _ended(row: Membership, last_day: date | None, because: str, actor: Actor) -> EndedPost | None:
    if last_day is not None:
        _limit(row, last_day, actor)
        return None
    ended = end_now([row], because=because, actor=actor)[0]
    followed([row.user_id])
    return ended


def _keep_a_post(user_id: int, day: date) -> None:
    """Whoever ends a post of their own holds another one from that day on. Raises Conflict.

    Asked after the change, so that what would lock everybody out is said first."""
    person = User.objects.filter(pk=user_id).values_list("is_superuser", flat=True)
    if not person.get() and not posts.memberships_on(day).filter(user=user_id).exists():
        raise Conflict(
            _("This is your own last post: without it you can do nothing here. Ask another administrator.")
        )


def end_at_desk(desk: str, *, because: str, actor: Actor) -> int:
    """Every post at a desk that closes, and in its crews, ends at once; how many. Raises as `end` does."""
    policies.require(actor, "people.manage")
    if not because.strip():
        raise Invalid(fields={"because": [_("Say why.")]})
    with transaction.atomic():
        with administrators.kept():
            rows = list(at_desk(desk).select_for_update(of=("self",)))
            end_now(rows, because=because, actor=actor)
            people = {row.user_id for row in rows}
            followed(people)
        if actor.user_id in people:
            _keep_a_post(actor.person_id, today())
    return len(rows)


def end_now(rows: Iterable[Membership], *, because: str, actor: Actor) -> list[EndedPost]:
    """Memberships become posts that were; in the caller's transaction, which keeps an administrator and calls
    `followed`. Three statements, however many."""
    rows = list(rows)
    ended = EndedPost.objects.bulk_create(
        EndedPost(
            user_id=row.user_id, role_id=row.role_id, department_id=row.department_id, desk_id=row.desk_id,
            crew_id=row.crew_id, begins_on=row.begins_on, ends_on=row.ends_on, ended_by_id=actor.user_id,
            because=because.strip()[:300],
        )
        for row in rows
    )  # fmt: skip
    audit.record_many(_leaf("access.end_post", row, actor, {}) for row in rows)
    Membership.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return ended


def may_give_back(ended: EndedPost, actor: Actor) -> bool:
    """Ended a short while ago, not given back yet, and not of oneself unless one ended it oneself."""
    recent = clock.now() - ended.ended_at <= GIVES_BACK_FOR
    allowed = ended.ended_by_id == actor.user_id or bool(
        policies.may(actor, "membership.grant", ended.user_id)
    )
    return recent and ended.given_back_at is None and allowed


def give_back(pk: int, *, actor: Actor) -> Membership:
    """What was ended by mistake, with the days it had. Raises NotFound, NotAllowed, Conflict (the person has left, or
    holds it again)."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        ended = EndedPost.objects.select_for_update(of=("self",)).filter(pk=pk, given_back_at=None).first()
        if ended is not None and not ended.user.is_active:
            raise Conflict(_("The person has left: open the account again first, then give the post anew."))
        if ended is None or not may_give_back(ended, actor):
            raise NotFound(_("This can no longer be given back: give the post anew."))
        place = Place(ended.desk_id, ended.department_id, ended.crew_id)
        asked = Granting(ended.user_id, ended.role_id, place, ended.begins_on, ended.ends_on)
        _refuse_double(asked, _active(ended.user_id))
        row = Membership.objects.create(
            user_id=ended.user_id, role_id=ended.role_id, begins_on=ended.begins_on, ends_on=ended.ends_on,
            **place.columns(),
        )  # fmt: skip
        EndedPost.objects.filter(pk=pk).update(given_back_at=clock.now())
        _record("access.give_back", row, actor, {"ended": pk})
        followed([row.user_id])
    return row


def followed(user_ids: Iterable[int]) -> None:
    """What depends on posts follows: Wagtail's groups (of deputies too), and sessions get other keys."""
    ids = set(user_ids)
    deputies = User.objects.filter(stands_in__user__in=ids, stands_in__withdrawn_at=None)
    ids |= set(deputies.values_list("pk", flat=True))
    admin_groups.follow(ids)
    sessions.rights_changed(*ids)


def at_desk(desk: str) -> QuerySet[Membership]:
    """Posts at a desk and in its crews that have not ended, by person."""
    rows = Membership.objects.filter(Q(desk=desk) | Q(crew__desk=desk))
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today()))
    return rows.select_related("user").order_by("user__full_name", "pk")


def _active(user_id: int) -> User:
    person = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if person is None:
        raise Invalid(fields={"": [_("There is no such person, or the person has left.")]})
    return person


def _check(asked: Granting, person: User) -> None:
    errors: dict[str, list[object]] = places_of_roles.problems(asked.role, asked.place)
    begins_on = asked.begins_on or today()
    if begins_on < today():
        errors["begins_on"] = [_("A post begins today or later: nobody is given one backwards.")]
    if asked.ends_on is not None and asked.ends_on < begins_on:
        errors["ends_on"] = [_("It ends before it begins.")]
    if Departure.objects.filter(
        user=person, left_at=None, withdrawn_at=None, leaves_on__lte=begins_on
    ).exists():
        errors["begins_on"] = [_("The person will have left by then.")]
    errors = errors or places_of_roles.clashes(person.pk, asked.role, asked.place)
    if errors:
        raise Invalid(fields=errors)
    _refuse_double(asked, person)


def _refuse_double(asked: Granting, person: User) -> None:
    held = Membership.objects.filter(user=person, role=asked.role, **asked.place.columns())
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=asked.begins_on or today()))
    if asked.ends_on is not None:
        held = held.filter(Q(begins_on=None) | Q(begins_on__lte=asked.ends_on))
    if held.exists():
        raise Conflict(_("The person holds this post for that time already."))


def _limit(row: Membership, last_day: date, actor: Actor) -> None:
    if last_day < max(today(), row.begins_on or today()):
        raise Invalid(
            fields={"last_day": [_("The last day is today or later, and not before the post begins.")]}
        )
    row.ends_on = last_day
    row.save(update_fields=["ends_on"])
    _record("access.limit_post", row, actor, {"until": last_day})


def _record(action: str, row: Membership, actor: Actor, more: dict[str, object]) -> None:
    name, label, subject, data = _leaf(action, row, actor, more)
    audit.record(action=name, actor=label, subject=subject, data=data)


def _leaf(
    action: str, row: Membership, actor: Actor, more: dict[str, object]
) -> tuple[str, str, str, dict[str, object]]:
    """What the log says of a post: keys and days."""
    data = {
        "membership": row.pk, "role": row.role_id, "desk": row.desk_id or "", "crew": row.crew_id or "",
        "department": row.department_id or "", "from": row.begins_on, **more,
    }  # fmt: skip
    role = actor.role_with("manage_people")
    return action, actor.label(role), f"user:{row.user_id}", data
