"""`make reset`: forget everything about one city on this machine, after asking."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from . import console
from .errors import Stop
from .instance import only_one
from .place import city_place, explain


def reset() -> int:
    """Deletes the city's database, files, secrets and logs; 1 when the person did not agree."""
    city = os.environ.get("CITY") or "torreon"
    place = city_place(city)
    folders = [folder for folder in (place.var, place.system) if folder.exists()]
    if not folders:
        console.say(f"Nothing to delete: {city} was never started here.")
        return 0
    if not place.var.exists():
        return _delete(folders, city)
    with only_one(place, "", f"Ágora for {city}"):
        return _delete(folders, city)


def _delete(folders: list[Path], city: str) -> int:
    console.say(f"This deletes the database, photos, reports and keys of {city}, for good:")
    for folder in folders:
        console.say(f"  {folder}")
    if os.environ.get("DATABASE_URL"):
        console.say("The database behind DATABASE_URL is not touched.")
    if os.environ.get("YES") != "1" and not _agrees(city):
        console.say("Nothing was deleted.")
        return 1
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise explain(error, folder) from error
    console.say(f"{city} is gone. make run starts it afresh.")
    return 0


def _agrees(city: str) -> bool:
    if not sys.stdin.isatty():
        raise Stop("Nobody is there to answer.", "In a script, say it beforehand: YES=1 make reset")
    return input(f"Type {city} to delete it: ").strip() == city
