"""Intake: a report of a pothole by the API, by the service behind it, and its rows by plain SQL.

Every report has another reporter, place and address of the network (as a proxy passes them on), so that neither the
rate limit nor a contact point that is known already plays a part. No photos: they are files, not rows.
"""

import random
from itertools import count

from django.test import Client

from casetypes.access.actors import PUBLIC
from casetypes.intake.services import Submission, submit
from tests.bench.bench import Bench, queries_of
from tests.bench.http import Http
from tests.bench.limit import Writer, rows_of
from tests.bench.load import Call, Prepare

SERVICE = "bache"
CENTRE = (25.535, -103.40)
SPREAD = 0.02  # degrees, about 2 km: inside the municipality
_number = count(1)


def measure(bench: Bench) -> None:
    rows = rows_of(_submit)
    limit = bench.run("intake, plain SQL", lambda clients: _plain(rows), queries=len(rows))
    bench.run(
        "intake, service",
        lambda clients: lambda number: _submit,
        queries=len(queries_of(_submit)),
        limit=limit,
    )
    bench.run(
        "intake, API", lambda clients: _api(bench.port), queries=len(queries_of(_in_process)), limit=limit
    )


def answers() -> dict[str, object]:
    """What somebody reports."""
    latitude, longitude = (round(at + random.uniform(-SPREAD, SPREAD), 6) for at in CENTRE)
    return {
        "via": random.choice(["calle", "avenida"]),
        "profundidad_cm": random.randint(3, 15),
        "lesionados": False,
        "descripcion": "Frente a la panadería, en el carril de la derecha.",
        "ubicacion": {"latitude": latitude, "longitude": longitude},
        "correo": f"bench-{random.getrandbits(48):x}@example.org",
        "aviso": True,
    }


def _submit() -> None:
    submit(Submission(service=SERVICE, answers=answers(), channel="api", language="es", actor=PUBLIC))


def _plain(rows: object) -> Prepare:
    return lambda number: Writer(rows, f"BENCH-{number}-").insert


def _body() -> dict[str, object]:
    return {"service": SERVICE, "answers": answers(), "language": "es"}


def address() -> str:
    """An address of the documentation's network, another one each time."""
    return ".".join(str(random.randint(1, 254)) for _ in range(4))


def _in_process() -> None:
    answer = Client(HTTP_X_FORWARDED_FOR=address()).post(
        "/api/v1/cases/", _body(), content_type="application/json", secure=True
    )
    assert answer.status_code == 201, answer.content


def _api(port: int) -> Prepare:
    def prepare(number: int) -> Call:
        random.seed()
        http = Http(port)

        def call() -> None:
            status, body = http.post("/api/v1/cases/", _body(), f"X-Forwarded-For: {address()}\r\n")
            if status != 201:
                raise RuntimeError(f"{status}: {body[:200]!r}")

        return call

    return prepare
