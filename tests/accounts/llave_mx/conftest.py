"""A simulated Llave MX that the city is configured for."""

from collections.abc import Iterator

import pytest

from casetypes.accounts.llave_mx.client import Client
from casetypes.accounts.llave_mx.configuration import configured, redirect_address
from tests.accounts.llave_mx.simulator import LlaveMx, Running, settings_for


@pytest.fixture
def provider(settings) -> Iterator[LlaveMx]:
    with Running(LlaveMx(redirect=redirect_address())) as running:
        settings.LLAVE_MX = settings_for(running)
        yield running


@pytest.fixture
def client_of_city(provider) -> Client:
    found = configured()
    assert found is not None
    return Client(found)
