"""`/healthz`: this process answers. `/readyz`: the parts it needs answer too."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: asks nothing of anybody, so that a slow database does not restart the web."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: 503 names the part that does not answer. The broker may be down: effects wait in the outbox."""
    parts = {"database": _answers(_database), "broker": _answers(_broker)}
    ready = parts["database"] == "ok"
    return JsonResponse(
        {"status": "ok" if ready else "unready", "parts": parts}, status=200 if ready else 503
    )


def _answers(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Exception as error:  # whatever is wrong, the answer names the part and the kind of failure
        return type(error).__name__
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    if not settings.BROKER_URL.startswith("redis"):
        return
    client = redis.Redis.from_url(settings.BROKER_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    finally:
        client.close()
