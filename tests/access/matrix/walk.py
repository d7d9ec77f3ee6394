"""Going through the doors: the real answer, what it changed, and a sentence for each that is not as it must be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from casetypes.access.doors import Door
from tests.access.matrix import addresses
from tests.access.matrix.addresses import Visit
from tests.access.matrix.expected import Outcome, expected, reads_personal
from tests.access.matrix.world import PERSONAL, STAFF, Visitor

WRITTEN_ANYHOW = frozenset(
    {"django_session", "access_staffsession", "access_apitoken"}
)  # of the session itself
NO_WAY = "no such way"
LED = "led to the public page"
XHR = {"X-Requested-With": "XMLHttpRequest"}  # a no in one sentence instead of a whole page


@dataclass(frozen=True)
class Answer:
    outcome: str
    changed: frozenset[str]
    text: str


class _TakenBack(Exception):
    """Every visit starts from the same city."""


def findings(doors: Iterable[Door], visitor: Visitor) -> list[str]:
    """What is not as it must be, in sentences; none when every door is shut and open as its policy says."""
    plan = list(planned(doors, visitor))
    return [finding for visit, method, must in plan for finding in judge(visit, method, must, visitor)]


def planned(doors: Iterable[Door], visitor: Visitor) -> Iterator[tuple[Visit, str, Outcome]]:
    """Each visit with what must come of it."""
    for door in doors:
        for visit in addresses.visits(door, visitor.world):
            must = expected(visit, visitor)
            yield from ((visit, method, must) for method in _methods(door, must, visitor))


def _methods(door: Door, must: Outcome, visitor: Visitor) -> tuple[str, ...]:
    """As the door means it; two of the refused also post to what is only read."""
    if door.permissions:
        return door.methods[:1]
    tries = must != "passes" and visitor.role in {"agent", "provider"}
    return tuple(dict.fromkeys((*door.methods, "POST"))) if tries else door.methods


def judge(visit: Visit, method: str, must: Outcome, visitor: Visitor) -> Iterator[str]:
    answer = _visit(visit, method, visitor, must)
    where = f"{visitor.role}: {method} {visit.address} ({visit.door.action or visit.door.audience}"
    where += f", {_name(visit, visitor)})" if visit.case else ")"
    if answer.outcome != must and not _as_good(visit, method, must, answer.outcome):
        yield f"{where} must be “{must}” and is “{answer.outcome}”"
    if must != "passes" and answer.changed:
        yield f"{where} is refused and yet changed {', '.join(sorted(answer.changed))}"
    if visit.case and not reads_personal(visit, visitor) and any(one in answer.text for one in PERSONAL):
        yield f"{where} shows personal data of the reporter"


def _as_good(visit: Visit, method: str, must: Outcome, outcome: str) -> bool:
    """Where another answer says no as well, or the thing itself is not there."""
    if outcome == NO_WAY and method not in visit.door.methods:
        return True
    if must == "passes" and outcome == "sign in":
        return visit.door.doing == "own"  # half-way in, or on the way out
    if must == "passes" and outcome == "prove it":
        return visit.door.audience == "public" and visit.door.doing in {"own", "reporting"}
    if must == "passes" and outcome == "forbidden":
        return visit.door.secret or visit.of_wagtail
    if outcome == LED:
        return must == "passes" or visit.door.audience == "citizen"
    if must == "passes":
        if visit.of_wagtail:  # its gate is ours; what lies behind it has rules of its own, page by page
            return outcome in {"unknown", "forbidden", NO_WAY}
        return outcome == "unknown" and (
            visit.absent or visit.route in MAY_BE_ABSENT or _may_be_absent(visit)
        )
    return must == "forbidden" and outcome == "unknown" and method not in visit.door.methods


def _may_be_absent(visit: Visit) -> bool:
    """What is behind a secret that nobody gave out, or a public address with nothing behind it."""
    return visit.door.secret or (visit.door.audience == "public" and visit.case is None)


MAY_BE_ABSENT = {
    "identity_new_codes", "identity_remove_app",  # nothing to give up without a second factor
    "portal:survey", "portal:act", "/admin/.*/$", "workspace_capture_form", "studio_replay_table",
    "workspace_checklist", "workspace_view_delete", "workspace_move",
}  # fmt: skip


def _name(visit: Visit, visitor: Visitor) -> str:
    return next(name for name, case in visitor.world.cases.items() if case == visit.case)


def _visit(visit: Visit, method: str, visitor: Visitor, must: Outcome) -> Answer:
    """One request, taken back afterwards."""
    answer = Answer("", frozenset(), "")
    headers, before, cookies = _headers(visit, visitor, must), _written(), visitor.client.cookies.copy()
    try:
        with transaction.atomic():
            response = _ask(visit, method, visitor, headers)
            after = _written()
            changed = {table for table, rows in after.items() if rows != before.get(table)} - WRITTEN_ANYHOW
            answer = Answer(outcome_of(response), frozenset(changed), _text(response))
            raise _TakenBack
    except _TakenBack:
        visitor.client.cookies = cookies
        return answer


def _headers(visit: Visit, visitor: Visitor, must: Outcome) -> dict[str, str]:
    if visit.door.audience == "machine" or visit.address.startswith("/api/"):
        return visitor.token
    return XHR if visitor.role in STAFF and (visit.of_wagtail or must != "passes") else {}


def _ask(visit: Visit, method: str, visitor: Visitor, headers: dict[str, str]) -> HttpResponse:
    if method in {"GET", "PATCH"}:
        return getattr(visitor.client, method.lower())(visit.address, headers=headers)
    data: dict[str, Any] = addresses.form(visit)
    if visit.address.startswith("/api/") and "attachments" not in visit.address:
        data = {"input": {"cuadrilla": "C1"}, "expected_revision": visit.case.revision} if visit.case else {}
        return visitor.client.post(visit.address, data, content_type="application/json", headers=headers)
    if visit.case is not None and visit.route == "workspace_move":
        data = {"cuadrilla": "C1", "revision": str(visit.case.revision)}
    return visitor.client.post(visit.address, data, headers=headers)


def outcome_of(response: HttpResponse) -> str:
    """The answer in the words of `expected`."""
    status = response.status_code
    if status in {301, 302, 303}:
        return _led_to(response["Location"])
    if status == 403 and any(one.name == "identity/sign_in.html" for one in response.templates):
        return "sign in"  # in the place of a page that somebody sent words to
    named = {401: "no token", 403: "forbidden", 404: "unknown", 405: NO_WAY, 410: "unknown"}
    return named.get(status, "passes" if status < 500 else "broken")


def _led_to(address: str) -> str:
    if address.startswith((reverse("wagtailadmin_login"), "/admin/identificacion")):
        return "sign in"
    if address.startswith("/mi-cuenta/entrar/"):
        return "prove it"
    if address.startswith("/seguimiento/"):
        return "prove it" if address.endswith("/codigo/") else LED
    return "passes"


def _text(response: HttpResponse) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "ignore")  # type: ignore[arg-type]
    return response.content.decode("utf-8", "ignore")


def _written() -> dict[str, tuple[int, int, int]]:
    """Rows written in this transaction so far, by table, counted by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {table: tuple(rows) for table, *rows in cursor.fetchall()}
