"""The providers of this city: what sign_on.yaml says, the secret of each, and the addresses they are told."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from casetypes.definitions import selectors
from casetypes.definitions.schema.sign_on import SignOnProvider
from casetypes.kernel.errors import NotFound


@dataclass(frozen=True)
class Provider:
    key: str
    spec: SignOnProvider

    @property
    def secret(self) -> str:
        return str(settings.SSO_SECRET(self.key))

    @property
    def name(self) -> str:
        """In the reader's language, or the first that the file has."""
        names = self.spec.name
        return names.get((get_language() or "")[:2]) or next(iter(names.values()), self.key)

    @property
    def source(self) -> str:
        """How memberships that this provider's claims give are marked."""
        return f"sso:{self.key}"

    def address(self, name: str) -> str:
        """A full address of ours for this provider. Never by the Host of a request: it is what was registered."""
        return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=[self.key])


def all_of_them() -> list[Provider]:
    """In the order of the file; [] for a city without single sign-on, or before a city is loaded."""
    spec = selectors.sign_on()
    return [Provider(key, one) for key, one in spec.providers.items()] if spec else []


def named(key: str) -> Provider:
    """Raises NotFound."""
    found = next((one for one in all_of_them() if one.key == key), None)
    if found is None:
        raise NotFound()
    return found


def password_users() -> frozenset[str] | None:
    """User names that may sign in with a password; None when everybody may."""
    spec = selectors.sign_on()
    return frozenset(spec.passwords.only) if spec and spec.passwords else None
