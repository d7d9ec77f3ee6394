"""The addresses of machines that watch: `/healthz` it runs, `/readyz` it can serve, `/metrics` how it is doing.

They answer whatever name they are called by and without TLS: a balancer asks the process itself, by its number.
"""

from collections.abc import Callable
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from config.telemetry import metrics, parts
from config.telemetry.state import StateCollector

NEEDED: dict[str, Callable[[], None]] = {
    "database": parts.database,
    "migrations": parts.migrations,
    "disk": parts.disk,
}
MISSED: dict[str, Callable[[], None]] = {"broker": parts.broker, "cache": parts.cache}


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: asks nothing of anybody, so that a slow database does not restart the web."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: 503 names the part that does not answer.

    Broker and cache may be away: effects wait in the outbox, pages are slower. They are named, and it stays ready.
    """
    needed = {name: parts.answer(ask) for name, ask in NEEDED.items()}
    missed = {name: parts.answer(ask) for name, ask in MISSED.items()}
    ready = all(said == "ok" for said in needed.values())
    told = {"status": "ok" if ready else "unready", "parts": needed | missed}
    return JsonResponse(told, status=200 if ready else 503)


@never_cache
def told_metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds METRICS_TOKEN (`Authorization: Bearer …`); for all others there is no such page."""
    wanted, given = f"Bearer {settings.METRICS_TOKEN}", request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(given.encode(), wanted.encode()):
        return HttpResponseNotFound()
    of_database = CollectorRegistry()
    of_database.register(StateCollector())
    told = generate_latest(metrics.registry()) + generate_latest(of_database)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


ADDRESSES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "healthz": healthz,
    "readyz": readyz,
    "metrics": told_metrics,
}


class Probes:
    """Middleware; stands before everything that looks at the host, the session or the time a request takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = ADDRESSES.get(request.path_info[1:], self.get_response)
        return view(request)
