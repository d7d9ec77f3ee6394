"""A city under attack: a server on a real port, a worker that carries tasks out at once, one trusted proxy in front."""

import itertools
import re
from collections.abc import Callable

import pytest

from casetypes.accounts import tasks
from tests.hostile.attacker import Browser


@pytest.fixture
def city(live_server, settings, monkeypatch, mailoutbox) -> str:
    """Its address."""
    settings.TRUSTED_PROXIES = 1
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setattr(tasks.send_code, "delay", tasks.send_code)
    return live_server.url


@pytest.fixture
def browser(city) -> Callable[..., Browser]:
    """`browser()`: a new browser, in a network of its own unless one is given."""
    networks = (f"203.0.{number // 250}.{number % 250 + 1}" for number in itertools.count())

    def _browser(network: str = "") -> Browser:
        return Browser(city, network or next(networks))

    return _browser


@pytest.fixture
def codes_sent(mailoutbox) -> Callable[[], list[str]]:
    """The codes that were mailed so far, oldest first."""

    def _codes() -> list[str]:
        found = (re.search(r"\b(\d{3}) (\d{3})\b", mail.body) for mail in mailoutbox)
        return ["".join(each.groups()) for each in found if each]

    return _codes


@pytest.fixture
def enter(browser, codes_sent) -> Callable[[str], Browser]:
    """`enter("ana@example.org")`: a browser in which that person has signed in by a code."""

    def _enter(address: str) -> Browser:
        window = browser()
        window.post("/mi-cuenta/entrar/", {"address": address})
        answer = window.post("/mi-cuenta/codigo/", {"code": codes_sent()[-1]})
        assert answer.status == 302, answer.text[:500]
        return window

    return _enter
