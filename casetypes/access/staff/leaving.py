"""A person leaves, and loses everything at once: open sessions, posts, tokens, links, devices, readings, deputyships.

What rooms above hold for the person (cases, drafts) they hand over themselves (`person_leaving`). At a later day the
same is done by a task. Coming back opens the account again and gives nothing back.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access import policies, readers
from casetypes.access.actors import SYSTEM, Actor
from casetypes.access.entry import second_factor as factors
from casetypes.access.entry import sessions as open_sessions
from casetypes.access.models import Absence, ApiToken, AuthenticatorApp, Departure, MailedLink, User
from casetypes.access.policies import Decision, no, rule
from casetypes.access.posts import today
from casetypes.access.staff import administrators, invitations, mailed_links, memberships, tokens
from casetypes.access.staff.absences import upcoming
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotFound
from casetypes.kernel.extension_points import person_holds, person_leaving


@dataclass(frozen=True)
class Leaving:
    """Who leaves, why, on which day (None: now), and who gets their open cases (None: their desks)."""

    user_id: int
    because: str
    leaves_on: date | None = None
    hands_over_to: int | None = None


@dataclass(frozen=True)
class Belonging:
    """Something that ends when the person leaves: what it is, how many, some of them by name, what becomes of it."""

    title: str | Promise
    count: int
    names: tuple[str, ...] = ()
    becomes: str | Promise = ""


@rule("person.let_go")
def may_let_go(actor: Actor, user: User) -> Decision:
    """Who manages people, never themselves; who holds everything only by one of their kind."""
    if actor.user_id == user.pk:
        return no(_("Nobody lets themselves go: ask another administrator."))
    return policies.may(actor, "person.change", user)


@rule("person.change")
def may_change(actor: Actor, user: User) -> Decision:
    """Address, second factor and departure of who holds everything are changed by nobody who holds less."""
    if user.is_superuser and actor.kind != "system" and not actor.has_right("everything"):
        return no(_("This account holds everything: only another one of its kind may change it."))
    return policies.may(actor, "people.manage")


def belongings(user: User) -> list[Belonging]:
    """All that would end, in words; what there is none of is left out. The number of queries is constant."""
    ending, gone = gettext_lazy("ends"), gettext_lazy("opens nothing any more")
    links, apps = MailedLink.objects.filter(user=user, used_at=None, withdrawn_at=None).count(), _apps(user)
    found = [
        Belonging(gettext_lazy("Open sessions"), len(open_sessions.open_of(user)), (), gettext_lazy("closed at once")),
        Belonging(gettext_lazy("Posts"), user.memberships.exclude(ends_on__lt=today()).count(), (), ending),
        Belonging(gettext_lazy("Tokens for the API"), _tokens(user), (), gone),
        Belonging(gettext_lazy("Links sent by e-mail"), links, (), gone),
        Belonging(gettext_lazy("Devices of the second factor"), apps, (), gettext_lazy("removed")),
        Belonging(gettext_lazy("Confidential services read by name"), readers.lasting(user.pk).count(), (), ending),
        Belonging(gettext_lazy("Absences"), upcoming(user.pk).count(), (), ending),
        Belonging(
            gettext_lazy("Stands in for others"), deputyships(user.pk).count(), (), gettext_lazy("nobody stands in")
        ),
    ]  # fmt: skip
    above = [each for answer in person_holds.call(user.pk) for each in answer]
    return [each for each in (*found, *above) if each.count]


def let_go(leaving: Leaving, *, actor: Actor) -> Departure:
    """Now, or planned for a day. Raises NotAllowed, Invalid by field, Conflict, LastAdministrator."""
    with administrators.kept():
        user = _staying(leaving.user_id)
        policies.require(actor, "person.let_go", user)
        _check(leaving)
        departure = Departure.objects.create(
            user=user, leaves_on=leaving.leaves_on or today(), because=leaving.because.strip()[:300],
            hands_over_to_id=leaving.hands_over_to, asked_by_id=actor.user_id,
        )  # fmt: skip
        _record("access.plan_departure", departure, actor)
        if departure.leaves_on <= today():
            _carry_out(departure, actor)
    return departure


def withdraw(pk: int, *, actor: Actor) -> Departure:
    """The person stays after all. Raises NotAllowed, NotFound."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        row = (
            Departure.objects.select_for_update(of=("self",))
            .filter(pk=pk, left_at=None, withdrawn_at=None)
            .first()
        )
        if row is None:
            raise NotFound(_("The person has left already, or stays already."))
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _record("access.withdraw_departure", row, actor)
    return row


def carry_out_due() -> int:
    """Departures whose day has come; each in a transaction of its own, and safe to run twice. How many left."""
    due = Departure.objects.filter(leaves_on__lte=today(), left_at=None, withdrawn_at=None)
    return sum(_carry_out_one(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def planned(user_id: int) -> Departure | None:
    rows = Departure.objects.filter(user=user_id, left_at=None, withdrawn_at=None)
    return rows.select_related("hands_over_to", "asked_by").first()


def take_back(user_id: int, *, actor: Actor) -> User:
    """A person who left works here again: an account without posts, sign-in or devices, and a new invitation.

    Raises NotAllowed, NotFound, Invalid (no address to invite).
    """
    policies.require(actor, "people.manage")
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, is_active=False).first()
        if user is None:
            raise NotFound(_("This person has not left."))
        if not user.email:
            raise Invalid(fields={"": [_("There is no address to invite: write one first.")]})
        user.is_active, user.is_superuser = True, False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "is_superuser", "password"])
        Departure.objects.filter(user=user, left_at__isnull=False, returned_at=None).update(
            returned_at=clock.now()
        )
        audit.record(action="access.take_back", actor=_label(actor), subject=f"user:{user_id}", data={})
        invitations.invite_again(user_id, actor=actor)
    return user


def _carry_out_one(pk: int) -> bool:
    """False when it would take the last administrator away: the page of the person says so until somebody else is."""
    try:
        with administrators.kept():
            row = (
                Departure.objects.select_for_update(of=("self",))
                .filter(pk=pk, left_at=None, withdrawn_at=None)
                .first()
            )
            if row is not None:
                _carry_out(row, SYSTEM)
            return row is not None
    except administrators.LastAdministrator:
        return False


def _carry_out(departure: Departure, actor: Actor) -> None:
    """Everything, in the caller's transaction."""
    user = User.objects.select_for_update().get(pk=departure.user_id)
    absent = list(deputyships(user.pk).values_list("user_id", flat=True))
    person_leaving.call(departure, actor)
    open_sessions.end_all(user, actor=actor, because="left")
    factors.reset(user, actor=actor, because="left")
    tokens.revoke_all(user, actor=actor)
    mailed_links.withdraw(user.pk)
    readers.withdraw_all(user.pk, because=_("The person has left."), actor=actor)
    memberships.end_now(user.memberships.exclude(ends_on__lt=today()), because=departure.because, actor=actor)
    upcoming(user.pk).update(withdrawn_at=clock.now(), withdrawn_by=actor.user_id)
    deputyships(user.pk).update(deputy=None)
    user.is_active = user.is_superuser = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_superuser", "password"])
    memberships.followed([user.pk, *absent])
    departure.left_at = clock.now()
    departure.save(update_fields=["left_at"])
    _record("access.leave", departure, actor)


def deputyships(user_id: int) -> QuerySet[Absence]:
    return Absence.objects.filter(deputy=user_id, withdrawn_at=None).exclude(ends_on__lt=today())


def _tokens(user: User) -> int:
    return ApiToken.objects.filter(user=user, revoked_at=None).count()


def _apps(user: User) -> int:
    return AuthenticatorApp.objects.filter(user=user, confirmed_at__isnull=False).count()


def _staying(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    if not user.is_active:
        raise Conflict(_("This person has left already."))
    return user


def _check(leaving: Leaving) -> None:
    errors: dict[str, list[object]] = {}
    if not leaving.because.strip():
        errors["because"] = [_("Say why.")]
    if leaving.leaves_on is not None and leaving.leaves_on < today():
        errors["leaves_on"] = [_("The day is today or later.")]
    heir = leaving.hands_over_to
    if heir is not None and (
        heir == leaving.user_id or not User.objects.filter(pk=heir, is_active=True).exists()
    ):
        errors["hands_over_to"] = [_("Choose somebody who stays.")]
    if errors:
        raise Invalid(fields=errors)
    if planned(leaving.user_id):
        raise Conflict(_("The departure is planned already: withdraw it first."))


def _label(actor: Actor) -> str:
    return actor.label(actor.role_with("manage_people"))


def _record(action: str, row: Departure, actor: Actor) -> None:
    heir = f"user:{row.hands_over_to_id}" if row.hands_over_to_id else ""
    audit.record(
        action=action, actor=_label(actor), subject=f"user:{row.user_id}",
        data={"departure": row.pk, "on": row.leaves_on, "to": heir},
    )  # fmt: skip
