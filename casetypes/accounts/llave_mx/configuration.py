"""What a city was given by the Agencia de Transformación Digital y Telecomunicaciones. Without it Llave MX is off."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import translation

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
CALLBACK = "llave_mx:comeback"


@dataclass(frozen=True)
class Configuration:
    """`api`: what comes before `/oauth/obtenerToken`. `secret`, `user` and `password` only for "web" systems."""

    client_id: str
    sign_in: str
    api: str
    secret: str = ""
    user: str = ""
    password: str = ""
    certificates: str = ""

    @property
    def sign_in_origin(self) -> str:
        """For the content policy: where a form of ours may lead."""
        parts = urlsplit(self.sign_in)
        return f"{parts.scheme}://{parts.netloc}"


def configured() -> Configuration | None:
    """None while the client's id or an address is missing. Raises ImproperlyConfigured for an address without TLS."""
    given: dict[str, str] = settings.LLAVE_MX
    if not (given["client_id"] and given["sign_in"] and given["api"]):
        return None
    for name in ("sign_in", "api"):
        _demand_tls(given[name])
    return Configuration(**{**given, "api": given["api"].rstrip("/")})


def redirect_address() -> str:
    """The one address that is registered at the Agency: this site's public one, in the city's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.PUBLIC_URL.rstrip("/") + reverse(CALLBACK)


def _demand_tls(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    raise ImproperlyConfigured(
        f"Llave MX is reached by https:// only, not by {parts.scheme}://{parts.netloc}"
    )
