"""A worker that carries tasks out at once, and the shortest way to a signed-in citizen."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from casetypes.accounts import tasks


@pytest.fixture
def worker(monkeypatch) -> None:
    """The worker carries tasks out at once."""
    monkeypatch.setattr(tasks.send_code, "delay", tasks.send_code)


@pytest.fixture
def code_in(mailoutbox) -> Callable[[], str]:
    """The code in the newest letter."""
    return lambda: "".join(re.search(r"\b(\d{3}) (\d{3})\b", mailoutbox[-1].body).groups())


@pytest.fixture
def enter(worker, code_in) -> Callable[..., Client]:
    """`enter("ana@example.org")`: a browser in which that address was proven."""

    def _enter(address: str = "ana@example.org", browser: Client | None = None, **more: str) -> Client:
        browser = browser or Client()
        browser.post("/mi-cuenta/entrar/", {"kind": "email", "address": address, **more})
        answer = browser.post("/mi-cuenta/codigo/", {"code": code_in()})
        assert answer.status_code == 302
        return browser

    return _enter
