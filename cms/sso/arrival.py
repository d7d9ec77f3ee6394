"""Whose the proven identity is: known already, invited, found by a verified address, or new by their claims.

An identity belongs to one person for good. Nobody is found by an address that the provider does not vouch for, or of
a domain that is not the city's; nobody who manages people is found so unless the claims make them that themselves.
"""

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from casetypes.access.actors import SYSTEM, for_user
from casetypes.access.models import User
from casetypes.access.staff import invitations, mailed_links
from casetypes.access.staff.administrators import RIGHT
from casetypes.audit import services as audit
from casetypes.kernel import clock, sealing
from cms.sso import posts
from cms.sso.models import Identity
from cms.sso.proof import Proven
from cms.sso.refusals import Departed, NoPost, SignOnRefused, StaleAnswer

_TURN = 0x4147_5353  # advisory lock: one first arrival at a time


def arrive(proven: Proven, *, invitation: str = "") -> Identity:
    """The identity of the person, whose posts are what the claims say now. Raises NoPost, Departed, StaleAnswer.

    Who is refused at their first arrival leaves nothing behind but a leaf of the log; who was known before loses what
    the claims say no more, also when nothing is left.
    """
    try:
        with transaction.atomic():
            identity, holds_a_post = _arrived(proven, invitation)
        if not holds_a_post:
            raise NoPost("no post left")
    except SignOnRefused as refused:
        _record("sso.refuse", f"provider:{proven.provider.key}", proven, {"because": refused.code})
        raise
    except IntegrityError:
        raise StaleAnswer("linked meanwhile") from None
    return identity


def _arrived(proven: Proven, invitation: str) -> tuple[Identity, bool]:
    """Whose it is, and whether they hold any post now."""
    wanted, known = posts.wanted(proven), _known(proven)
    identity = known or _first_time(proven, wanted, invitation)
    if not identity.user.is_active:
        raise Departed()
    posts.bring_in_line(identity.user, proven, wanted)
    Identity.objects.filter(pk=identity.pk).update(used_at=clock.now())
    holds_a_post = bool(for_user(identity.user).posts)
    if known is None and not holds_a_post:
        raise NoPost("no post")
    return identity, holds_a_post


def _known(proven: Proven) -> Identity | None:
    known = Identity.objects.select_related("user").select_for_update(of=("self",))
    return known.filter(issuer=proven.issuer, subject=proven.subject).first()


def _first_time(proven: Proven, wanted: list[posts.Wanted], invitation: str) -> Identity:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    if found := _known(proven):
        return found
    if invitation:
        return _link(_invited(invitation), proven, "invitation")
    if user := _by_address(proven, wanted):
        return _link(user, proven, "email")
    if not wanted:
        raise NoPost()
    return _link(_new(proven), proven, "new")


def _invited(token: str) -> User:
    """Who opened our letter and came back from the provider: the link opens nothing any more."""
    found = mailed_links.find(token, invitations.INVITATION, lock=True)
    if found.state != "open" or found.link is None:
        raise StaleAnswer("invitation")
    mailed_links.use(found.link)
    return found.link.user


def _by_address(proven: Proven, wanted: list[posts.Wanted]) -> User | None:
    """None: nobody here has this address. Raises NoPost where somebody has it who must not be found by it."""
    people = list(User.objects.filter(email__iexact=proven.told_email)[:2]) if proven.told_email else []
    if not people:
        return None
    domain = proven.email.rpartition("@")[2]
    if len(people) > 1 or domain not in proven.provider.spec.domains:
        raise NoPost("address not vouched for")
    [user] = people
    if Identity.objects.filter(user=user, issuer=proven.issuer).exists():
        raise NoPost("address of another account")
    administers = user.is_superuser or for_user(user).has_right(RIGHT)
    if user.is_active and administers and not posts.gives_administration(wanted):
        raise NoPost("address of an administrator")
    return user


def _new(proven: Proven) -> User:
    """A person who cannot sign in with a password. The address is kept only when the provider vouches for it."""
    base = proven.user_name or proven.told_email or proven.name.replace(" ", ".")
    user = User(
        username=invitations.username_for(base), full_name=proven.name, email=proven.email, is_staff=True,
        date_joined=clock.now(),
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    _record("sso.create_person", f"user:{user.pk}", proven, {})
    return user


def _link(user: User, proven: Proven, by: str) -> Identity:
    identity = Identity.objects.create(
        user=user, provider=proven.provider.key, issuer=proven.issuer, subject=proven.subject, by=by
    )
    mailed_links.withdraw(user.pk, invitations.INVITATION)
    _record("sso.link", f"user:{user.pk}", proven, {"identity": identity.pk, "by": by})
    return identity


def _record(action: str, subject: str, proven: Proven, data: dict[str, object]) -> None:
    """Who it is at the provider enters the log as a digest that only this city can make."""
    who = sealing.lookup_digest(
        f"sso:{proven.issuer} {proven.subject}", sealing.master_key(settings.MASTER_KEY)
    )
    told = {"provider": proven.provider.key, "subject": who, **data}
    audit.record(action=action, actor=SYSTEM.label(), subject=subject, data=told)
