"""Lines of a CSV file for a spreadsheet: every cell quoted, and none taken for a formula."""

from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # spreadsheets read accents rightly only with it


def line(values: Iterable[str]) -> str:
    return ",".join(_quoted(value) for value in values) + "\r\n"


def _quoted(value: str) -> str:
    """Quoted; what a spreadsheet would take for a formula is kept as text."""
    safe = f"'{value}" if value.startswith(FORMULA) else value
    return '"' + safe.replace('"', '""') + '"'
