"""One line and one measurement per request; the outermost middleware."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

from config.telemetry import metrics

log = structlog.get_logger("agora.request")
HEADER = "X-Request-ID"
METHODS = {
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
}  # labels must not grow with what visitors send
USABLE = re.compile(r"[A-Za-z0-9-]{8,64}")
Respond = Callable[[HttpRequest], HttpResponse]


class Requests:
    """Names the request, tells how it went: route, status, time, the account's number, the folio.

    The name comes from the proxy in front (`X-Request-ID`) or is made here; it goes back in the answer and along
    with every task the request starts.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        given = request.headers.get(HEADER, "")
        name = given if USABLE.fullmatch(given) else uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self.get_response(request)
            response[HEADER] = name
            self._tell(request, response, time.perf_counter() - began)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        view = _view(request)
        method = request.method if request.method in METHODS else "other"
        metrics.REQUESTS.labels(view, method, str(response.status_code)).observe(seconds)
        folio = str(match.kwargs.get("folio", "")) if match else ""
        facts = {"folio": folio, "actor": _account(request)}
        log.info(
            "request",
            method=method,
            view=view,
            route=match.route if match else "",
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
            **{key: value for key, value in facts.items() if value},
        )


def _view(request: HttpRequest) -> str:
    """A name from a closed list: labels of metrics must not grow with what visitors type."""
    if request.resolver_match is None:
        return "none"
    return request.resolver_match.view_name or "unnamed"


def _account(request: HttpRequest) -> int | None:
    """The number of the account that asked, if anybody looked it up anyway: telling costs no query."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
