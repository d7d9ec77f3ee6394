"""A city whose staff sign in at a real provider, in a process of its own."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from casetypes.definitions import revision
from casetypes.definitions.models import ConfigurationFile
from tests.identity_provider.running import SECRET, Running, provider

KEY = "ayuntamiento"
OURS = "http://testserver"
ANA = {"sub": "subject-of-ana", "email": "ana.rios@torreon.gob.mx", "email_verified": True, "name": "Ana Ríos",
       "preferred_username": "ana.rios", "groups": ["mesa-bacheo"]}  # fmt: skip


def spec(issuer: str, **more: Any) -> dict[str, Any]:
    """A provider of sign_on.yaml."""
    return {
        "name": {"es": "Cuenta del municipio", "en": "City account"},
        "issuer": issuer,
        "client_id": "agora",
        "domains": ["torreon.gob.mx"],
        "roles": [
            {"claim": "groups", "has": "mesa-bacheo", "role": "control_desk", "desk": "bacheo"},
            {"claim": "groups", "has": "mesa-limpieza", "role": "agent", "desk": "limpieza"},
            {"claim": "realm_access.roles", "has": "contraloria", "role": "comptroller"},
            {"claim": "groups", "has": "administracion", "role": "administrator"},
        ],
        **more,
    }


def publish(providers: dict[str, dict[str, Any]], **more: Any) -> None:
    """Make sign_on.yaml live; what publishing does besides is tested with the definitions."""
    known = ConfigurationFile.objects.filter(kind="sign_on")
    known.update(live=False)
    ConfigurationFile.objects.create(
        kind="sign_on", key="sign_on", number=known.count() + 1, source="", sha256="", published_by="system",
        document={"agora": 1, "kind": "sign_on", "providers": providers, **more},
    )  # fmt: skip
    revision.renew()


@pytest.fixture(scope="session")
def a_provider(tmp_path_factory) -> Iterator[Running]:
    with provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture(scope="session")
def another_provider(tmp_path_factory) -> Iterator[Running]:
    with provider(tmp_path_factory.mktemp("another")) as running:
        yield running


@pytest.fixture
def there(a_provider: Running, db, settings) -> Iterator[Running]:
    """The provider, honest again, with Ana; and a city that knows it as `ayuntamiento`."""
    settings.PUBLIC_URL = OURS
    settings.SSO_SECRET = lambda _key: SECRET
    a_provider.client(OURS)
    a_provider.control("lie")
    a_provider.person("ana", **ANA)
    publish({KEY: spec(a_provider.issuer)})
    yield a_provider
    a_provider.control("lie")


def go(client: Client, key: str = KEY, **query: str) -> str:
    """The address at the provider to which our button leads."""
    response = client.get(f"/admin/sso/{key}/", query)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def come_back(client: Client, address: str) -> HttpResponse:
    """The browser follows the provider's redirect to us."""
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == OURS, address
    return client.get(f"{parts.path}?{parts.query}")


Enter = Callable[..., HttpResponse]


@pytest.fixture
def enter(there: Running, client: Client) -> Enter:
    """`enter("ana")`: through the button, the provider's sign-in page and back."""

    def _enter(name: str = "ana", *, browser: Client | None = None, **query: str) -> HttpResponse:
        used = browser or client
        return come_back(used, there.walk(go(used, **query), name))

    return _enter


def without_the_time(claims: dict[str, object]) -> str:
    """The name of a test: the same in every process that collects it."""
    return re.sub(r"\d{9,}", "a moment", str(claims))
