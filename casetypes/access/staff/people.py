"""Members of staff as who administers them sees them: found, listed with a constant number of queries, changed.

Posts are `memberships`, absences `absences`, invitations `invitations`, departures `leaving`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.entry import second_factor, sessions, sign_ins
from casetypes.access.models import AuthenticatorApp, EndedPost, MailedLink, Membership, StaffSession, User
from casetypes.access.policies import YES, Decision, rule
from casetypes.access.posts import absences_today, invited, memberships_today, today
from casetypes.access.staff import mailed_links
from casetypes.access.staff.absences import RIGHT, covered_people
from casetypes.access.staff.invitations import AlreadyThere, address_problem, holder_of, plain_address
from casetypes.access.staff.mailed_links import Found
from casetypes.audit import services as audit
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.text import normalise

_NAME = Func(
    Lower("full_name"), Value("áàâäãéèêëíìîïóòôöõúùûüñç"), Value("aaaaaeeeeiiiiooooouuuunc"), function="translate",
    output_field=CharField(),
)  # fmt: skip
STATES = ("active", "invited", "absent", "unproven", "ending", "locked", "gone")
SOON = timedelta(days=14)  # a post or token that ends within it is told of beforehand
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Wanted:
    """What a list of people is narrowed by; "" is everybody. `state` is one of `STATES`."""

    text: str = ""
    role: str = ""
    desk: str = ""
    department: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return any((self.text, self.role, self.desk, self.department, self.state))


@dataclass(frozen=True)
class Entry:
    """A person of the list: posts that have not ended, and states in which they are now (the keys of `STATES`)."""

    user: User
    posts: tuple[Membership, ...]
    states: tuple[str, ...]


@rule("people.open")
def may_open(actor: Actor, user: User | None = None) -> Decision:
    """Who manages people opens everybody; who manages absences the people of their own desks."""
    if policies.may(actor, "people.manage"):
        return YES
    return policies.may(actor, "absence.manage", user.pk if user else None)


def matching(wanted: Wanted, *, actor: Actor) -> QuerySet[User]:
    """People the actor may open, by name. At most one query more than the list itself."""
    policies.require(actor, "people.open")
    people = User.objects.all()
    if not policies.may(actor, "people.manage"):
        people = people.filter(pk__in=covered_people(actor))
    for word in normalise(wanted.text).split():
        like = Q(plain_name__contains=word) | Q(username__icontains=word) | Q(email__icontains=word)
        people = people.alias(plain_name=_NAME).filter(like)
    return _in_state(_at_posts(people, wanted), wanted.state).order_by("full_name", "username")


def entries(users: Iterable[User]) -> list[Entry]:
    """A page of people with their posts and states. Eight queries, however many people."""
    users = list(users)
    ids = [user.pk for user in users]
    posts: dict[int, list[Membership]] = defaultdict(list)
    for row in lasting_posts(ids):
        posts[row.user_id].append(row)
    found = {state: set(_in_state(User.objects.filter(pk__in=ids), state).values_list("pk", flat=True))
             for state in STATES}  # fmt: skip
    return [
        Entry(user, tuple(posts[user.pk]), tuple(state for state in STATES if user.pk in found[state]))
        for user in users
    ]


def lasting_posts(user_ids: Sequence[int]) -> QuerySet[Membership]:
    """Posts that have not ended, also those that are to come."""
    rows = Membership.objects.filter(user__in=user_ids).exclude(ends_on__lt=today())
    return rows.select_related("role", "desk", "department", "crew__desk").order_by("role_id", "pk")


def past_posts(user: User) -> tuple[list[Membership], list[EndedPost]]:
    """What ended on its last day, and what somebody ended at once; the latest first. Two queries."""
    over = Membership.objects.filter(user=user, ends_on__lt=today()).order_by("-ends_on")
    ended = EndedPost.objects.filter(user=user).select_related(
        "ended_by", "desk", "department", "crew", "role"
    )
    return list(over.select_related("desk", "department", "crew", "role")), list(ended.order_by("-ended_at"))


def person(pk: int, *, actor: Actor) -> User:
    """Raises NotFound also for somebody the actor may not open."""
    user = User.objects.filter(pk=pk).first()
    if user is None or not policies.may(actor, "people.open", user):
        raise NotFound(_("There is no such person."))
    return user


def change(pk: int, *, full_name: str, language: str, actor: Actor) -> User:
    """Name and language. Raises NotAllowed, NotFound, Invalid by field."""
    policies.require(actor, "people.manage")
    if not full_name.strip():
        raise Invalid(fields={"full_name": [_("Write the person's name.")]})
    if language not in LANGUAGES:
        raise Invalid(fields={"language": [_("There is no such language here.")]})
    with transaction.atomic():
        user = _locked(pk)
        user.full_name, user.language = full_name.strip()[:150], language
        user.save(update_fields=["full_name", "language"])
        _record("access.change_person", pk, actor, {})
    return user


def ask_address(pk: int, address: str, *, actor: Actor) -> MailedLink:
    """A letter goes to the new address; it counts once its link was opened. Raises NotAllowed, NotFound, Invalid,
    AlreadyThere."""
    plain = plain_address(address)
    if wrong := address_problem(plain):
        raise Invalid(fields={"address": [wrong]})
    with transaction.atomic():
        user = _locked(pk)
        policies.require(actor, "person.change", user)
        known = holder_of(plain)
        if known == pk and plain == user.email:
            raise Invalid(fields={"address": [_("This is the person's address already.")]})
        if known not in (None, pk):
            raise AlreadyThere(known)
        link = mailed_links.ask(user, MailedLink.ADDRESS, plain, asked_by=actor.user_id)
        _record("access.ask_address", pk, actor, {"link": link.pk})
    return link


def withdraw_address(pk: int, *, actor: Actor) -> None:
    """The letter that was sent opens nothing any more. Raises NotAllowed."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        if mailed_links.withdraw(pk, MailedLink.ADDRESS):
            _record("access.withdraw_address", pk, actor, {})


def find_address(token: str) -> Found:
    """What the link of a new address opens now."""
    return mailed_links.find(token, MailedLink.ADDRESS)


def prove_address(token: str) -> tuple[User, str]:
    """The link was opened and confirmed: the address is the person's from now on; (person, the address before).

    Raises NotFound (a link that opens nothing, or an address that is somebody else's by now).
    """
    with transaction.atomic():
        found = mailed_links.find(token, MailedLink.ADDRESS, lock=True)
        taken = found.link and holder_of(found.link.address) not in (None, found.link.user_id)
        if found.state != "open" or found.link is None or taken:
            raise NotFound(_("This link opens nothing any more."))
        user = _locked(found.link.user_id)
        before, user.email = user.email, found.link.address
        user.save(update_fields=["email"])
        mailed_links.use(found.link)
        _record(
            "access.prove_address", user.pk, Actor(kind="staff", user_id=user.pk), {"link": found.link.pk}
        )
    return user, before


def let_try_again(pk: int, *, actor: Actor) -> None:
    """Who typed wrong passwords or codes too often need not wait. Raises NotAllowed, NotFound."""
    policies.require(actor, "people.manage")
    sign_ins.unlock(_staying(pk), actor=actor)


def end_sessions(pk: int, *, actor: Actor) -> int:
    """Every open session of a person, and how many there were. Raises NotAllowed, NotFound."""
    policies.require(actor, "people.manage")
    return sessions.end_all(_staying(pk), actor=actor, because="administrator")


def reset_second_factor(pk: int, *, because: str, actor: Actor) -> None:
    """Devices and codes go, sessions end; a new device is set up at the next sign-in. Raises NotAllowed, Invalid."""
    user = _staying(pk)
    policies.require(actor, "person.change", user)
    if not because.strip():
        raise Invalid(fields={"because": [_("Say why.")]})
    second_factor.reset(user, actor=actor, because=because.strip())


def _at_posts(people: QuerySet[User], wanted: Wanted) -> QuerySet[User]:
    """Who holds a role, works at a desk or in a department, today or later: of one and the same post."""
    if not (wanted.role or wanted.desk or wanted.department):
        return people
    posts = Membership.objects.filter(user=OuterRef("pk")).exclude(ends_on__lt=today())
    if wanted.role:
        posts = posts.filter(role=wanted.role)
    if wanted.desk:
        posts = posts.filter(Q(desk=wanted.desk) | Q(crew__desk=wanted.desk))
    if wanted.department:
        place = Q(department=wanted.department) | Q(desk__department=wanted.department)
        posts = posts.filter(place | Q(crew__desk__department=wanted.department))
    return people.filter(Exists(posts))


def _in_state(people: QuerySet[User], state: str) -> QuerySet[User]:
    if state == "locked":
        return people.filter(is_active=True, pk__in={lock.user.pk for lock in sign_ins.locks()})
    narrowed: dict[str, QuerySet[User]] = {
        "": people,
        "active": people.filter(is_active=True).exclude(pk__in=invited()),
        "invited": people.filter(pk__in=invited()),
        "absent": people.filter(Exists(absences_today().filter(user=OuterRef("pk"))), is_active=True),
        "unproven": without_second_factor(people.filter(is_active=True)),
        "ending": people.filter(is_active=True, pk__in=ending_posts().values("user")),
        "gone": people.filter(is_active=False),
    }
    return narrowed.get(state, people.none())


def ending_posts() -> QuerySet[Membership]:
    """Posts of active people whose last day is one of the next fourteen."""
    return Membership.objects.filter(user__is_active=True, ends_on__range=(today(), today() + SOON))


def without_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Whose roles ask for one and who has none: not here, and not with the provider by whom they sign in either,
    since nobody got in by one without it. The invited are asked for theirs when they accept."""
    asking = memberships_today().filter(user=OuterRef("pk"), role__second_factor=True)
    has = AuthenticatorApp.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)
    by_provider = StaffSession.objects.filter(user=OuterRef("pk"), means__startswith="sso")
    return people.filter(Exists(asking), ~Exists(has), ~Exists(by_provider)).exclude(pk__in=invited())


def _locked(pk: int) -> User:
    user = User.objects.select_for_update().filter(pk=pk, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no such person, or the person has left."))
    return user


def _staying(pk: int) -> User:
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no such person, or the person has left."))
    return user


def _record(action: str, user_id: int, actor: Actor, data: dict[str, object]) -> None:
    label = actor.label(actor.role_with("manage_people", RIGHT))
    audit.record(action=action, actor=label, subject=f"user:{user_id}", data=data)
