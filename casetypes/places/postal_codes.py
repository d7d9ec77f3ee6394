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
    query = "SELECT DISTINCT state, municipality, place, cp FROM places WHERE place <> '' AND cp <> ''"
    with closing(sqlite3.connect(f"file:{catalogue.DB_PATH}?mode=ro", uri=True)) as database:
        rows = database.execute(query).fetchall()
    wanted_state, wanted_municipality = normalise(state), normalise(municipality)
    return sorted(
        Settlement(" ".join(place.split()), code.zfill(5))
        for row_state, row_municipality, place, code in rows
        if normalise(row_municipality or "") == wanted_municipality
        and f"{normalise(row_state or '')} ".startswith(f"{wanted_state} ")
    )
