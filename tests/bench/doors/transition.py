"""Transition: the control desk schedules a pothole for a crew, by the API, by the engine, and its rows by plain SQL;
then many who move the same few cases at once."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from api.actors import issue_token
from casetypes.access.actors import Actor, for_user, reporter
from casetypes.access.models import User
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.kernel.errors import DomainError
from casetypes.sla.models import SlaClock
from tests.bench.bench import Bench, queries_of
from tests.bench.doors.intake import SERVICE
from tests.bench.http import Http
from tests.bench.limit import CASES, Rows, Writer, rows_of
from tests.bench.load import Call, Empty, Prepare

STEP, INPUT = "programar", {"cuadrilla": "C1"}
ASK, ANSWER = ("preguntar", {"pregunta": "¿De qué lado?"}), ("responder", {"respuesta": "Del lado derecho."})
WHO = "carla"
SHARES = {"plain": 3, "engine": 1, "API": 1}  # of the cases that are there, of each round
CONTENDED = 4
RESERVE = 20


def measure(bench: Bench) -> None:
    carla = for_user(User.objects.get(username=WHO))
    token = issue_token(User.objects.get(username=WHO), "bench")
    pool = Pool(_fresh(), rounds=bench.options.rounds * len(bench.options.clients))
    model = pool.take(1)[0]
    rows = rows_of(lambda: _advance(model["folio"], carla))
    limit = bench.run(
        "transition, plain SQL", lambda clients: _plain(rows, model, pool, clients), queries=len(rows)
    )
    counted = len(queries_of(lambda: _advance(pool.take(1)[0]["folio"], carla)))
    bench.run(
        "transition, engine", lambda clients: _engine(pool, clients, carla), queries=counted, limit=limit
    )
    counted = len(queries_of(lambda: _in_process(pool.take(1)[0], token)))
    bench.run(
        "transition, API",
        lambda clients: _api(bench.port, pool, clients, token),
        queries=counted,
        limit=limit,
    )
    few = [case["folio"] for case in pool.take(CONTENDED)]
    bench.run(f"transition, {CONTENDED} cases contended", lambda clients: _contended(few, carla))


@dataclass
class Pool:
    """Cases in their first state; each is taken once."""

    cases: list[dict[str, Any]]
    rounds: int
    taken: int = field(default=0)

    def share(self, door: str) -> list[dict[str, Any]]:
        """What one round of a door may use."""
        rounds = self.rounds * sum(SHARES.values())
        return self.take((len(self.cases) - RESERVE) * SHARES[door] // rounds)

    def take(self, number: int) -> list[dict[str, Any]]:
        found = self.cases[self.taken : self.taken + number]
        self.taken += number
        if not found:
            raise ValueError(
                "no case is left in its first state: measure intake first (DOORS=intake,transition)"
            )
        return found


def _fresh(most: int = 30_000) -> list[dict[str, Any]]:
    """The newest reports that nobody has touched, with the keys of their clocks."""
    live = selectors.live_service(SERVICE)
    newest = Case.objects.filter(
        case_type=SERVICE, version=live.version_id, state=live.compiled.initial_state, revision=1, crew=None
    ).order_by("-id")[:most]
    found = {
        pk: {"id": pk, "folio": folio, SlaClock._meta.db_table: []}
        for pk, folio in newest.values_list("pk", "folio")
    }
    clocks = SlaClock.objects.filter(case__in=list(found)).order_by("id").values_list("case_id", "pk")
    for case, pk in clocks:
        found[case][SlaClock._meta.db_table].append(pk)
    return [{**case, CASES: [case["id"]]} for case in found.values()]


def _advance(folio: str, actor: Actor) -> None:
    engine.advance(folio, STEP, actor=actor, input=INPUT, expected_revision=1)


def _plain(rows: Rows, model: Mapping[str, Any], pool: Pool, clients: int) -> Prepare:
    mine = pool.share("plain")

    def prepare(number: int) -> Call:
        writer, left = Writer(rows, f"BENCH-{number}-"), _left(mine, number, clients)
        return lambda: writer.insert({**_next(left), "was": model["id"]})

    return prepare


def _engine(pool: Pool, clients: int, actor: Actor) -> Prepare:
    mine = pool.share("engine")

    def prepare(number: int) -> Call:
        left = _left(mine, number, clients)
        return lambda: _advance(_next(left)["folio"], actor)

    return prepare


def _api(port: int, pool: Pool, clients: int, token: str) -> Prepare:
    mine = pool.share("API")

    def prepare(number: int) -> Call:
        http, left = Http(port, {"Authorization": f"Bearer {token}"}), _left(mine, number, clients)

        def call() -> None:
            status, body = http.post(_path(_next(left)["folio"]), {"input": INPUT, "expected_revision": 1})
            if status != 200:
                raise RuntimeError(f"{status}: {body[:200]!r}")

        return call

    return prepare


def _path(folio: str) -> str:
    return f"/api/v1/cases/{folio}/transitions/{STEP}/"


def _in_process(case: Mapping[str, Any], token: str) -> None:
    answer = Client(HTTP_AUTHORIZATION=f"Bearer {token}").post(
        _path(case["folio"]),
        {"input": INPUT, "expected_revision": 1},
        content_type="application/json",
        secure=True,
    )
    assert answer.status_code == 200, answer.content


def _contended(folios: Sequence[str], carla: Actor) -> Prepare:
    """The desk asks, the reporter answers, all on the same cases; who comes too late is refused, which counts."""

    def prepare(number: int) -> Call:
        def call() -> None:
            folio = random.choice(folios)
            (step, given), actor = random.choice([(ASK, carla), (ANSWER, reporter(folio=folio))])
            try:
                engine.advance(folio, step, actor=actor, input=given)
            except DomainError:
                return

        return call

    return prepare


def _left(cases: list[dict[str, Any]], number: int, clients: int) -> list[dict[str, Any]]:
    return cases[number::clients]


def _next(left: list[dict[str, Any]]) -> dict[str, Any]:
    if not left:
        raise Empty
    return left.pop()
