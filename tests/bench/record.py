"""The record of a run: JSON for machines, a table for people."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench.options import short

HEAD = [
    "door",
    "cases",
    "clients",
    "per second",
    "p50 ms",
    "p95 ms",
    "queries",
    "of plain SQL",
    "clients' CPU",
]


def write(folder: Path, record: dict[str, Any], moment: datetime) -> Path:
    """`<folder>/20261122-013000.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{moment:%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def table(figures: Sequence[dict[str, Any]]) -> str:
    """Markdown that also reads well in a terminal."""
    doors = list(dict.fromkeys(each["door"] for each in figures))
    ordered = sorted(figures, key=lambda each: (doors.index(each["door"]), each["clients"], each["size"]))
    rows = [HEAD, *(_row(each) for each in ordered)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _row(figure: dict[str, Any]) -> list[str]:
    failed = " (errors!)" if figure.get("errors") else ""
    return [
        figure["door"] + failed, short(figure["size"]), str(figure["clients"]), f"{figure['rate']:.1f}",
        f"{figure['p50']:.2f}", f"{figure['p95']:.2f}",
        "" if figure["queries"] is None else str(figure["queries"]),
        "" if figure["share"] is None else f"{figure['share']:.1%}",
        f"{figure['client_cpu']:.0%}",
    ]  # fmt: skip


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return "| " + " | ".join(cells) + " |"
