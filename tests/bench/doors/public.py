"""The public transparency page: the first time after everything was forgotten, and then again."""

import time

from django.core.cache import cache
from django.test import Client

from tests.bench.bench import Bench, queries_of
from tests.bench.doors.queue import pages
from tests.bench.figures import figure
from tests.bench.http import Http
from tests.bench.load import Load

PATH = "/transparencia/"
ENOUGH = 15.0  # seconds: a first time that takes longer is measured once


def measure(bench: Bench) -> None:
    bench.add(figure("transparency, cold", bench.size, 1, _cold(bench)))
    client = Client()
    counted = len(queries_of(lambda: client.get(PATH, secure=True)))
    bench.run("transparency, warm", lambda clients: pages(bench.port, PATH), queries=counted)


def _cold(bench: Bench) -> list[Load]:
    rounds: list[Load] = []
    for _ in range(bench.options.rounds):
        cache.clear()
        http = Http(bench.port, {"X-Forwarded-Proto": "https"})
        began = time.perf_counter()
        status, _body = http.get(PATH)
        took = time.perf_counter() - began
        errors = [] if status == 200 else [f"{PATH}: {status}"]
        rounds.append(Load([took], took, 0.0, errors))
        http.close()
        if took > ENOUGH:
            break
    return rounds
