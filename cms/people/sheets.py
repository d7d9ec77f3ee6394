"""Lists of people as files for a spreadsheet. What it would take for a formula is kept as text."""

from collections.abc import Iterable

from django.http import HttpResponse

from casetypes.access.posts import today

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # spreadsheets read accents rightly only with it


def file_of(name: str, lines: Iterable[Iterable[str]]) -> HttpResponse:
    """One download; lists of people fit into memory."""
    text = MARK + "".join(_line(line) for line in lines)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today().isoformat()}.csv"'
    return response


def _line(values: Iterable[str]) -> str:
    return ",".join(_quoted(value) for value in values) + "\r\n"


def _quoted(value: str) -> str:
    safe = f"'{value}" if value.startswith(FORMULA) else value
    return '"' + safe.replace('"', '""') + '"'
