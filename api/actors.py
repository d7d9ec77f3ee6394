"""Who calls: a member of staff with a token, or the public."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from casetypes.access import posts
from casetypes.access.actors import PUBLIC, SYSTEM, Actor, with_posts
from casetypes.access.models import ApiToken, User
from casetypes.access.staff import tokens
from casetypes.kernel import clock

SCHEME = "Bearer"


class StaffToken(BaseAuthentication):
    """`Authorization: Bearer <token>`. `request.auth` is the Actor; only the token's digest is kept."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != SCHEME.lower():
            return None
        if len(words) == 2 and tokens.of_another_city(words[1]):
            raise AuthenticationFailed(_("This token says that it is of another city."))
        found = _holder(words[1]) if len(words) == 2 else None
        if found is None:
            raise AuthenticationFailed(_("This token is unknown or was revoked."))
        return found

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class StaffTokenScheme(OpenApiAuthenticationExtension):
    """How the token reads in the OpenAPI description."""

    target_class = "api.actors.StaffToken"
    name = "staffToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class IsStaff(BasePermission):
    """Somebody with a staff token; what they may do is decided by `access.policies` further in."""

    def has_permission(self, request: Request, view: object) -> bool:
        return isinstance(request.auth, Actor)


def actor_of(request: Request) -> Actor:
    return request.auth if isinstance(request.auth, Actor) else PUBLIC


def issue_token(user: User, label: str) -> str:
    """A new token, issued at the console; it is shown this once."""
    return tokens.issue(user, label, again=True, actor=SYSTEM)


def _holder(secret: str) -> tuple[User, Actor] | None:
    """Whose token it is, with every post they hold. One query; the day of last use is written once a day."""
    found = posts.of_token(tokens.digest(secret))
    if found is None:
        return None
    (pk, used_on), user, held = found
    today = clock.now().date()
    if used_on != today:
        ApiToken.objects.filter(pk=pk).update(last_used_on=today)
    return user, with_posts(user, held)
