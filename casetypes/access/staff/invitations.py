"""Invite people by e-mail: the account and its posts are there at once, the sign-in when the invited person accepts.

The link proves the address (`mailed_links`). What the public page answers depends on the link alone.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.models import MailedLink, User
from casetypes.access.staff import mailed_links, memberships
from casetypes.access.staff.mailed_links import Found
from casetypes.access.staff.memberships import Granting
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotFound
from casetypes.kernel.extension_points import may_use_password

INVITATION = MailedLink.INVITATION


@dataclass(frozen=True)
class Inviting:
    """Who is invited; `posts` name no person yet (their `user_id` is not read). `username` "" makes one."""

    address: str
    full_name: str
    language: str = "es"
    username: str = ""
    posts: tuple[Granting, ...] = field(default=())


class AlreadyThere(Conflict):
    """Somebody has this address: `user_id` is whose page to open."""

    code = "already-there"

    def __init__(self, user_id: int) -> None:
        super().__init__(_("There is a person with this address already."), extra={"user": user_id})
        self.user_id = user_id


def invite(inviting: Inviting, *, actor: Actor) -> User:
    """The account with every post at once, or nothing. Raises NotAllowed, Invalid by field ("posts.1.role" is the role
    of the second post), AlreadyThere. The letter is sent by a task, after the commit."""
    policies.require(actor, "people.manage")
    wanted = replace(inviting, address=plain_address(inviting.address), full_name=inviting.full_name.strip())
    _check(wanted)
    with transaction.atomic():
        user = _create(wanted)
        _grant(wanted.posts, user, actor)
        link = mailed_links.ask(user, INVITATION, wanted.address, asked_by=actor.user_id)
        _record("access.invite", user.pk, actor, link)
    return user


def resend(user_id: int, *, actor: Actor) -> MailedLink:
    """Another letter with another link; earlier ones open nothing. Raises NotAllowed, NotFound, Invalid."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        link = mailed_links.again(user_id, INVITATION)
        _record("access.invite_again", user_id, actor, link)
    return link


def withdraw(user_id: int, *, actor: Actor) -> None:
    """Nobody becomes anything by it any more: the account is closed and its posts end. Raises NotAllowed, NotFound."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None or user.has_usable_password() or not mailed_links.withdraw(user_id, INVITATION):
            raise NotFound(_("This invitation was accepted or withdrawn already."))
        user.is_active = False
        user.save(update_fields=["is_active"])
        memberships.end_now(user.memberships.all(), because="", actor=actor)
        memberships.followed([user_id])
        _record("access.withdraw_invitation", user_id, actor)


def invite_again(user_id: int, *, actor: Actor) -> MailedLink:
    """For an active person who cannot sign in and has no open invitation (it came back, or it was theirs to set up)."""
    policies.require(actor, "people.manage")
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
        if user is None or user.has_usable_password() or not user.email:
            raise NotFound(_("There is nobody to invite here."))
        link = mailed_links.ask(user, INVITATION, user.email, asked_by=actor.user_id)
        _record("access.invite", user_id, actor, link)
    return link


def find(token: str) -> Found:
    """What an invitation's link opens now."""
    return mailed_links.find(token, INVITATION)


def accept(token: str, *, password: str, language: str) -> User:
    """The invited person chose a password: they can sign in from now on, and the link opens nothing any more.

    Of two requests with one link exactly one succeeds. Raises NotFound (a link that opens nothing), Invalid (also where
    the person's password would not count).
    """
    with transaction.atomic():
        found = mailed_links.find(token, INVITATION, lock=True)
        if found.state != "open" or found.link is None:
            raise NotFound(_("This link opens nothing any more."))
        user = User.objects.select_for_update().get(pk=found.link.user_id)
        _check_password(password, user)
        user.password, user.language, user.email = make_password(password), language, found.link.address
        user.save(update_fields=["password", "language", "email"])
        mailed_links.use(found.link)
        _record("access.accept_invitation", user.pk, Actor(kind="staff", user_id=user.pk), found.link)
    return user


def plain_address(text: str) -> str:
    """An address as it is compared and kept: no spaces around, the domain in small letters."""
    local, at, domain = unicodedata.normalize("NFKC", text).strip().rpartition("@")
    return f"{local}{at}{domain.lower()}"


def address_problem(address: str) -> str:
    """Why it is no address; "" when it is one."""
    if not address:
        return _("Write an address.")
    try:
        validate_email(address)
    except ValidationError:
        return _("This is not an e-mail address: it looks like name@example.org.")
    return ""


def holder_of(address: str) -> int | None:
    """Whose address it is, whatever its capitals."""
    return (
        User.objects.filter(email__iexact=address)
        .order_by("-is_active", "pk")
        .values_list("pk", flat=True)
        .first()
    )


def username_for(address: str, taken: Collection[str] = ()) -> str:
    """A free user name made of an address: "ana.perez", "ana.perez2" … One query."""
    local = unicodedata.normalize("NFKD", address.partition("@")[0]).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9._-]", "", local.lower())[:60].strip("._-") or "persona"
    known = set(User.objects.filter(username__istartswith=base).values_list("username", flat=True)) | set(
        taken
    )
    known = {name.lower() for name in known}
    number = 1
    while (name := base if number == 1 else f"{base}{number}") in known:
        number += 1
    return name


def _check(wanted: Inviting) -> None:
    errors: dict[str, list[object]] = {}
    if wrong := address_problem(wanted.address):
        errors["address"] = [wrong]
    if not wanted.full_name:
        errors["full_name"] = [_("Write the person's name.")]
    name = wanted.username.strip()
    if name and not re.fullmatch(r"[\w.@+-]{2,60}", name):
        errors["username"] = [_("Letters, digits and . _ - only.")]
    elif name and User.objects.filter(username__iexact=name).exists():
        errors["username"] = [_("Somebody has this user name already.")]
    if errors:
        raise Invalid(fields=errors)
    if (known := holder_of(wanted.address)) is not None:
        raise AlreadyThere(known)


def _create(wanted: Inviting) -> User:
    user = User(
        username=wanted.username.strip() or username_for(wanted.address), full_name=wanted.full_name,
        email=wanted.address, language=wanted.language, is_staff=True, date_joined=clock.now(),
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    return user


def _grant(posts: Iterable[Granting], user: User, actor: Actor) -> None:
    """Each judged as any post is, also beside the ones before it; what is wrong is told of all of them."""
    errors: dict[str, list[str]] = {}
    for number, post in enumerate(posts):
        try:
            with transaction.atomic():
                memberships.grant(replace(post, user_id=user.pk), actor=actor)
        except Invalid as invalid:
            errors |= {f"posts.{number}.{name}": texts for name, texts in invalid.fields.items()}
        except Conflict as twice:
            errors[f"posts.{number}."] = [twice.message]
    if errors:
        raise Invalid(fields=errors)


def _check_password(password: str, user: User) -> None:
    if not all(may_use_password.call(user)):
        raise Invalid(fields={"password": [_("Your password would not count here: use the city's sign-on.")]})
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(fields={"password": error.messages}) from error


def _record(action: str, user_id: int, actor: Actor, link: MailedLink | None = None) -> None:
    data = {"link": link.pk} if link else {}
    label = actor.label(actor.role_with("manage_people"))
    audit.record(action=action, actor=label, subject=f"user:{user_id}", data=data)
