"""Settlements by postal code, from the package `postalcodes-mexico` (SEPOMEX's public catalogue)."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from postalcodes_mexico import postalcodes_mexico as catalogue

from casetypes.kernel.text import normalise

SOURCE = "postal_codes"


@dataclass(frozen=True, order=True)
class Settlement:
    name: str
    postal_code: str


def settlements(state: str, municipality: str) -> list[Settlement]:
    """Each name and postal code once. "Coahuila" finds "Coahuila de Zaragoza"; accents and case do not matter."""
    with closing(sqlite3.connect(f"file:{catalogue.DB_PATH}?mode=ro", uri=True)) as database:
        towns = database.execute("SELECT DISTINCT state, municipality FROM places").fetchall()
        rows: list[tuple[str, str]] = []
        for town in towns:
            if _is(town, state, municipality):
                rows += database.execute(
                    "SELECT place, cp FROM places WHERE state = ? AND municipality = ?", town
                )
    return sorted(
        {Settlement(" ".join(place.split()), code.zfill(5)) for place, code in rows if place and code}
    )


def _is(town: tuple[str | None, str | None], state: str, municipality: str) -> bool:
    its_state, its_name = (normalise(each or "") for each in town)
    return its_name == normalise(municipality) and f"{its_state} ".startswith(f"{normalise(state)} ")
