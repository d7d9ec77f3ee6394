"""What a city in production must be told before it starts: every missing or unusable setting in one message."""

import base64
import binascii
import ipaddress
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from config import env


def _is_key(value: str) -> str:
    try:
        right = len(base64.b64decode(value, validate=True)) == 32
    except binascii.Error:
        right = False
    return "" if right else "must be 32 bytes in base64: openssl rand -base64 32"


def _is_long(value: str) -> str:
    return "" if len(value) >= 50 else "must have 50 characters or more: openssl rand -base64 48"


def _names_hosts(value: str) -> str:
    open_to_all = any(word.strip() in {"*", "."} for word in value.split(","))
    return "must name the hosts; * lets anybody choose the address in links" if open_to_all else ""


def _is_https(value: str) -> str:
    if value.startswith("https://") or not env.flag("SECURE_SSL_REDIRECT", True):
        return ""
    return "must begin with https://"


def _is_postgres(value: str) -> str:
    return "" if value.startswith(("postgres://", "postgresql://")) else "must begin with postgres://"


def _is_there(_value: str) -> str:
    return ""


REQUIRED: dict[str, Callable[[str], str]] = {
    "DATABASE_URL": _is_postgres,
    "BROKER_URL": _is_there,
    "CACHE_URL": _is_there,
    "PUBLIC_URL": _is_https,
    "ALLOWED_HOSTS": _names_hosts,
    "SECRET_KEY": _is_long,
    "MASTER_KEY": _is_key,
    "AUDIT_KEY": _is_key,
}


def problems() -> list[str]:
    """One line per setting that is missing or cannot be used; values are never repeated."""
    found = []
    for name, judge in REQUIRED.items():
        value = env.text(name)
        wrong = judge(value) if value else "is missing"
        if wrong:
            found.append(f"{name} {wrong}")
    for network in env.words("PROXY_NETWORKS"):
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            found.append("PROXY_NETWORKS must be networks such as 10.1.2.0/24, comma separated")
    if env.flag("DEMONSTRATION_CODES"):
        found.append("DEMONSTRATION_CODES must not be set: it shows the second factor to whoever asks")
    if env.flag("SECURE_SSL_REDIRECT", True) and not env.number("TRUSTED_PROXIES", 0):
        found.append(
            "TRUSTED_PROXIES must be 1 or more: TLS ends at a proxy, and unless its X-Forwarded-Proto is believed"
            " every page redirects to itself"
        )
    return found


def require() -> None:
    """Raises ImproperlyConfigured naming all of them."""
    found = problems()
    if found:
        raise ImproperlyConfigured(
            "Production settings are not complete:\n  "
            + "\n  ".join(found)
            + "\nEach is read from the environment, from the file that <NAME>_FILE names, or from systemd's"
            " credentials. README, Settings, says what each one is."
        )
