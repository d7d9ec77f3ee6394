"""Where a domain error that no view expected becomes a page: its own words, its own status, a way on.

The API has its own place (`api.errors`); the staff pages answer within their own frame first.
"""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from casetypes.kernel.errors import DomainError

log = structlog.get_logger()


class Refusals:
    """Middleware; needs the session and the language, so it stands after both."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """None leaves every other error to Django (500, logged)."""
        if not isinstance(error, DomainError) or request.path.startswith("/api/"):
            return None
        log.warning("refused", path=request.path, code=error.code, status=error.status)
        context = {"code": error.status, "message": _(error.message)}
        return render(request, "portal/refused.html", context, status=error.status)
