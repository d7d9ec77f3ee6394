"""The tracking page of a folio: cases that nobody looked at for a while, and one that many look at."""

import random

from django.test import Client

from casetypes.cases.models import Case
from tests.bench.bench import Bench, queries_of
from tests.bench.doors.queue import ours, pages, plain
from tests.bench.load import Prepare

SAMPLE = 5_000


def measure(bench: Bench) -> None:
    folios = _folios()
    client = Client()
    cold = queries_of(lambda: client.get(_path(random.choice(folios)), secure=True))
    limit = bench.run("tracking, plain SQL", lambda clients: plain(cold), queries=len(ours(cold)))
    bench.run("tracking, cold", lambda clients: _cold(bench.port, folios), queries=len(cold), limit=limit)
    one = _path(folios[0])
    cached = len(queries_of(lambda: client.get(one, secure=True)))
    bench.run("tracking, cached", lambda clients: pages(bench.port, one), queries=cached, limit=limit)


def _folios() -> list[str]:
    """Of cases of all ages, told by chance: keys are close together."""
    last = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    wanted = random.sample(range(1, last + 1), min(last, SAMPLE))
    found = Case.objects.filter(pk__in=wanted, case_type__confidential=False).values_list("folio", flat=True)
    folios = list(found)
    random.shuffle(folios)
    return folios


def _path(folio: str) -> str:
    return f"/seguimiento/{folio}/"


def _cold(port: int, folios: list[str]) -> Prepare:
    """Each client its own part of the folios, so that none is asked for twice in a minute."""

    def prepare(number: int) -> object:
        random.seed()
        return pages(port, lambda: _path(random.choice(folios)))(number)

    return prepare
