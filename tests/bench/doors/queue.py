"""The queue of a desk with a signed-in session: the whole page, the fragment that renews itself, other orders, a later
page, filters and search; and the cases it shows by plain SQL."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from casetypes.access.models import User
from tests.bench.bench import Bench, queries_of
from tests.bench.http import Http
from tests.bench.limit import connect
from tests.bench.load import Call, Prepare
from tests.cast import sign_in as signed_in

WHO, DESK = "carla", "bacheo"
PAGE = f"/admin/mesas/{DESK}/"
FRAGMENT = f"{PAGE}results/"
OURS = re.compile(r'FROM "(cases|sla|places|evidence|fieldwork|queues)_')
OTHERS = {
    "queue, by priority": f"{FRAGMENT}?ordering=-priority",
    "queue, newest first": f"{FRAGMENT}?ordering=-opened_at",
    "queue, closed cases": f"{FRAGMENT}?show=closed&ordering=-opened_at",
    "queue, late only": f"{FRAGMENT}?show=late",
    "queue, search a word": f"{FRAGMENT}?q=panaderia",
    "queue, an answer": f"{FRAGMENT}?answer_via=avenida",
}


def measure(bench: Bench) -> None:
    cookie = sign_in(WHO)
    client = Client(headers={"cookie": cookie})
    statements = queries_of(lambda: _ok(client.get(FRAGMENT, secure=True)))
    limit = bench.run("queue, plain SQL", lambda clients: plain(statements), queries=len(ours(statements)))
    for door, path in (("queue, page", PAGE), ("queue, fragment", FRAGMENT)):
        counted = len(queries_of(lambda path=path: _ok(client.get(path, secure=True))))
        bench.run(
            door, lambda clients, path=path: pages(bench.port, path, cookie), queries=counted, limit=limit
        )
    later = _later(client)
    others = {**OTHERS, "queue, a later page": later} if later else OTHERS
    for door, path in others.items():
        bench.run(
            door,
            lambda clients, path=path: pages(bench.port, path, cookie),
            clients=bench.options.clients[:1],
        )


def _later(client: Client) -> str:
    """The page after the next one, by the links a person would follow."""
    path = FRAGMENT
    for _ in range(3):
        html = client.get(path, secure=True).content.decode()
        found = re.search(r'href="[^"]*\?([^"]*)"[^>]*rel="next"|rel="next"[^>]*href="[^"]*\?([^"]*)"', html)
        if not found:
            break
        path = f"{FRAGMENT}?{(found[1] or found[2]).replace('&amp;', '&')}"
    return path if path != FRAGMENT else ""


def sign_in(name: str) -> str:
    """The cookie of a session, as signing in makes it."""
    client = signed_in(Client(), User.objects.get(username=name))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))


def ours(statements: list[str]) -> list[str]:
    """Those that read cases and what belongs to them: not sessions, people or Wagtail's own."""
    return [each for each in statements if OURS.search(each)]


def plain(statements: list[str]) -> Prepare:
    """The same reads, as they were sent, by a plain connection."""
    mine = ours(statements)

    def prepare(number: int) -> Call:
        connection = connect()

        def call() -> None:
            for statement in mine:
                connection.execute(statement).fetchall()

        return call

    return prepare


def pages(port: int, path: str | Callable[[], str], cookie: str = "") -> Prepare:
    """Somebody who opens a page again and again. `X-Forwarded-Proto` as a proxy with TLS sets it."""

    def prepare(number: int) -> Call:
        http = Http(port, {"X-Forwarded-Proto": "https"} | ({"Cookie": cookie} if cookie else {}))

        def call() -> None:
            asked = path() if callable(path) else path
            status, body = http.get(asked)
            if status != 200:
                raise RuntimeError(f"{asked}: {status}: {body[:200]!r}")

        return call

    return prepare
