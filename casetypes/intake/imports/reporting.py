"""The report of a run: every rejected row with its reason, as CSV and as counts per rule."""

import csv
from pathlib import Path

from django.db.models import Count

from casetypes.intake.models import ImportRejection, ImportRun

HEADER = ("row", "source_id", "rule", "reason")


def write(import_run: ImportRun, path: Path) -> int:
    """Write the rejected rows in the order of the file; returns how many. Raises OSError."""
    rows = ImportRejection.objects.filter(run=import_run).order_by("row", "id").values_list(*HEADER)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def counts(import_run: ImportRun) -> list[tuple[str, int]]:
    """(rule, rows), the most frequent first."""
    rows = ImportRejection.objects.filter(run=import_run).values_list("rule").annotate(rows=Count("id"))
    return list(rows.order_by("-rows", "rule"))
