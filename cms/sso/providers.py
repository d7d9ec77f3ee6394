"""The providers of this city: what sign_on.yaml says, the secret of each, and the addresses they are told."""

from dataclasses import dataclass
from typing import ClassVar, TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from casetypes.definitions import selectors
from casetypes.definitions.schema.sign_on import SamlProvider, SignOnProvider, SignOnSource
from casetypes.kernel.errors import NotFound

S = TypeVar("S", bound="Source")


@dataclass(frozen=True)
class Source:
    """A provider of identity, whichever protocol it speaks. `key` names it in its addresses, `BEGIN` the one that
    leads there."""

    BEGIN: ClassVar[str]
    key: str
    spec: SignOnSource

    @property
    def name(self) -> str:
        """In the reader's language, or the first that the file has."""
        names = self.spec.name
        return names.get((get_language() or "")[:2]) or next(iter(names.values()), self.key)

    @property
    def source(self) -> str:
        """How memberships that this provider's claims give are marked."""
        return f"sso:{self.key}"

    @property
    def begins_at(self) -> str:
        """The path of its button."""
        return reverse(self.BEGIN, args=[self.key])

    def address(self, name: str) -> str:
        """A full address of ours for this provider. Never by the Host of a request: it is what was registered."""
        return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=[self.key])


@dataclass(frozen=True)
class Provider(Source):
    """One that speaks OpenID Connect."""

    BEGIN = "sso_begin"
    spec: SignOnProvider

    @property
    def secret(self) -> str:
        return str(settings.SSO_SECRET(self.key))


@dataclass(frozen=True)
class SamlSource(Source):
    """One that speaks SAML 2.0."""

    BEGIN = "sso_saml_begin"
    spec: SamlProvider

    @property
    def source(self) -> str:
        return f"sso:saml:{self.key}"


def all_of_them() -> list[Source]:
    """In the order of the file; [] for a city without single sign-on, or before a city is loaded."""
    spec = selectors.sign_on()
    if spec is None:
        return []
    speak_saml = [SamlSource(key, one) for key, one in spec.saml.items()]
    return [*(Provider(key, one) for key, one in spec.providers.items()), *speak_saml]


def named(key: str) -> Provider:
    """Raises NotFound."""
    return _named(Provider, key)


def saml_named(key: str) -> SamlSource:
    """Raises NotFound."""
    return _named(SamlSource, key)


def _named(kind: type[S], key: str) -> S:
    for one in all_of_them():
        if isinstance(one, kind) and one.key == key:
            return one
    raise NotFound()


def password_users() -> frozenset[str] | None:
    """User names that may sign in with a password; None when everybody may."""
    spec = selectors.sign_on()
    return frozenset(spec.passwords.only) if spec and spec.passwords else None
