"""The stamp of what is published: read once per transaction and once per request, renewed by a publication."""

from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.core.signals import request_finished, request_started
from django.db import connection

from casetypes.definitions.models import Revision

NEVER = "never"

# What the stamp was read for: the request or the outermost atomic block, kept so that its identity is not reused.
_seen: ContextVar[tuple[object, str] | None] = ContextVar("agora_definitions_stamp", default=None)
_seen_last: list[str] = []  # by this process, for work that has neither a request nor a transaction
_request: ContextVar[object | None] = ContextVar("agora_definitions_request", default=None)


def current_stamp() -> str:
    """The stamp that counts for the work at hand; one query at most per request, or per transaction outside one."""
    work, seen = _work(), _seen.get()
    if work is not None and seen is not None and seen[0] is work:
        return seen[1]
    stamp = Revision.objects.filter(pk=Revision.ONLY).values_list("stamp", flat=True).first() or NEVER
    _seen.set((work, stamp) if work is not None else None)
    _seen_last[:] = [stamp]
    return stamp


def stamp_at_hand() -> str | None:
    """The stamp that counts for the work at hand; outside of any work the last one that was read, without a query."""
    if _work() is not None:
        return current_stamp()
    seen = _seen_last
    return seen[-1] if seen else None


def renew() -> str:
    """Called by a publication, in its transaction."""
    stamp = uuid4().hex
    Revision.objects.update_or_create(pk=Revision.ONLY, defaults={"stamp": stamp})
    forget()
    return stamp


def forget() -> None:
    """Read the stamp again when it is next needed."""
    _seen.set(None)


def _work() -> object | None:
    request = _request.get()
    if request is not None:
        return request
    blocks: list[Any] = connection.atomic_blocks
    return blocks[0] if blocks else None


def _begin(**_kwargs: object) -> None:
    forget()
    _request.set(object())


def _end(**_kwargs: object) -> None:
    forget()
    _request.set(None)


request_started.connect(_begin, dispatch_uid="definitions.revision.begin")
request_finished.connect(_end, dispatch_uid="definitions.revision.end")
