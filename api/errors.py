"""Errors as `application/problem+json` (RFC 9457): one place for the whole API."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from casetypes.kernel.errors import DomainError, Invalid, NotAllowed, Refused

PROBLEM = "application/problem+json"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets Django answer 500 (and log it)."""
    if isinstance(error, DomainError):
        return problem(error.status, error.code, error.message, **_facts(error))
    if isinstance(error, Http404):
        return problem(404, "not-found", _("This was not found."))
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        answer = problem(
            422, "invalid", _("The body is not as the schema says."), fields=_fields(error.detail)
        )
    else:
        code = str(getattr(error, "default_code", "error")).replace("_", "-")
        answer = problem(response.status_code, code, str(getattr(error, "detail", error)))
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if response.has_header(header):
            answer[header] = response[header]
    return answer


def problem(status: int, code: str, detail: str, **facts: object) -> Response:
    """`type` is a stable name; `detail` is for people, in the language of the request."""
    body = {
        "type": f"urn:agora:problem:{code}",
        "title": code.replace("-", " "),
        "status": status,
        "detail": detail,
    }
    return Response({**body, **facts}, status=status, content_type=PROBLEM)


def _facts(error: DomainError) -> dict[str, object]:
    facts: dict[str, object] = dict(error.extra)
    if isinstance(error, Invalid):
        facts["fields"] = error.fields
    if isinstance(error, NotAllowed | Refused):
        facts["reasons"] = error.reasons
    return facts


def _fields(detail: Any) -> dict[str, list[str]]:
    """DRF's nested details as sentences by field; "" is the body as a whole."""
    if isinstance(detail, dict):
        return {_name(key): [str(text) for text in _texts(value)] for key, value in detail.items()}
    return {"": [str(text) for text in _texts(detail)]}


def _name(key: str) -> str:
    return "" if key == api_settings.NON_FIELD_ERRORS_KEY else key


def _texts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
