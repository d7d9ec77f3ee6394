"""What the sign-in page offers: a button per provider, and for whom its passwords count."""

from collections.abc import Iterable

from django.http import HttpRequest

from casetypes.access.models import User
from cms.identity.providers import Button
from cms.sso import providers


def offer(_request: HttpRequest, _target: str) -> Iterable[Button]:
    """In the order of sign_on.yaml."""
    return [Button(one.begins_at, one.name) for one in providers.all_of_them()]


def password_counts(user: User) -> bool:
    """Everybody's, unless the city lets nobody but its emergency administrators in by password."""
    allowed = providers.password_users()
    return allowed is None or user.username in allowed


def few_passwords() -> bool:
    """Whether the city lets nobody but some people in by password."""
    return providers.password_users() is not None
