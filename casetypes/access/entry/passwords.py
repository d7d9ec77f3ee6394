"""Passwords of members of staff: changed by their owner, or replaced with a link when they are forgotten.

The link opens once (it is bound to the password that it replaces, and to the person's open sessions), for an hour,
and only in the city that made it.
"""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from casetypes.access.actors import Actor
from casetypes.access.entry import limits, sessions, sign_ins
from casetypes.access.entry.limits import Limit
from casetypes.access.entry.sign_ins import HOUR
from casetypes.access.models import User
from casetypes.audit import services as audit

LETTERS, NETWORKS = Limit("forgotten.address", 3, HOUR), Limit("forgotten.network", 20, HOUR)


class _Links(PasswordResetTokenGenerator):
    def _make_hash_value(self, user: User, timestamp: int) -> str:  # type: ignore[override]
        return f"{settings.CITY}{user.session_stamp}{super()._make_hash_value(user, timestamp)}"


_links = _Links()
_links.key_salt = f"agora.access.passwords:{settings.CITY}"


def wanted_by(address: str, network: str) -> User | None:
    """Whose forgotten password may be replaced by a letter to this address; None when it is nobody's, or two
    people's, or was asked for too often."""
    asked = [
        (LETTERS, limits.digest("forgotten", address.strip().casefold())),
        (NETWORKS, limits.digest(network)),
    ]
    if not limits.count(asked).allowed:
        return None
    found = list(User.objects.filter(email__iexact=address.strip(), is_active=True)[:2])
    return found[0] if len(found) == 1 and found[0].has_usable_password() else None


def link_of(user: User) -> tuple[str, str]:
    """The two parts of the address of a new link."""
    audit.record(action="password.link", actor="public", subject=f"user:{user.pk}", data={})
    return urlsafe_base64_encode(str(user.pk).encode()), _links.make_token(user)


def whose(encoded: str, token: str) -> User | None:
    """Who may choose another password by this link; None for one that is old, used, changed or another city's."""
    try:
        pk = int(force_str(urlsafe_base64_decode(encoded)))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if pk < 2**63 else None
    return user if user and _links.check_token(user, token) else None


@transaction.atomic
def change(user: User, password: str, *, how: str, keep: SessionBase | None = None) -> None:
    """`how`: "changed" by whoever knows the old one, "replaced" by a link. Every other session ends.

    By a link it also opens what was closed after wrong passwords, as the letter about it promises.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    actor = Actor(kind="staff", user_id=user.pk)
    audit.record(action=f"password.{how}", actor=actor.label(), subject=f"user:{user.pk}", data={})
    if how == "replaced":
        sign_ins.open_password_doors(user)
    sessions.end_all(user, actor=actor, because="password", keep=keep)
