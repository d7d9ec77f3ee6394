"""A carrier that listens, and a city that is configured to use it."""

from collections.abc import Iterator

import pytest

from tests.channels.carrier import ACCOUNT, OWN_NUMBER, TOKEN, Carrier


@pytest.fixture
def carrier(settings) -> Iterator[Carrier]:
    with Carrier() as listening:
        settings.SMS_API, settings.SMS_ACCOUNT, settings.SMS_TOKEN = listening.url, ACCOUNT, TOKEN
        settings.SMS_FROM, settings.PUBLIC_URL = OWN_NUMBER, "https://servicios.torreon.example"
        yield listening
