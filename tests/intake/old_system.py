"""The older system of the import tests: its mapping "viejo", its rows, and how they are brought in."""

from pathlib import Path

from casetypes.intake.imports import running
from casetypes.intake.models import ImportRejection, ImportRun

HEADER = ["id", "date", "latitude", "longitude", "description", "atendido"]
MAPPING = {
    "agora": 1,
    "kind": "import",
    "service": "bache",
    "format": {"type": "csv", "time_zone": "America/Monterrey"},
    "id": "id",
    "opened_at": "date",
    "location": ["latitude", "longitude"],
    "fields": {"descripcion": "description"},
    "state": {"column": "atendido", "map": {"True": "resuelto", "False": "recibido"}},
    "reject": ["outside_municipality", "no_date", "future_date"],
}


def good(number: int, **other: str) -> dict[str, str]:
    row = {
        "id": str(number), "date": "2021-10-18", "latitude": "25.5393", "longitude": "-103.4602",
        "description": "Hay un bache", "atendido": "True",
    }  # fmt: skip
    return row | other


def bring_in(path: Path, key: str = "viejo") -> ImportRun:
    return running.run(running.plan(key, path))


def rejections(run: ImportRun) -> list[tuple[int, str, str]]:
    return list(
        ImportRejection.objects.filter(run=run).order_by("row").values_list("row", "source_id", "rule")
    )
