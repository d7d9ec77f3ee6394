"""Which files a command means."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from casetypes.definitions.loader import CityBundle, load_city


@dataclass(frozen=True)
class Chosen:
    """A city, and the one file of it that was asked for (None: all of it). `prefix` stands before its names."""

    bundle: CityBundle
    file: str | None
    prefix: str = ""


def choose(path: str | None) -> list[Chosen]:
    """A city's folder, a file in it, or a folder of cities; by default the city of the settings.

    Raises FileNotFoundError when there is nothing to read there.
    """
    where = Path(path) if path else Path(settings.CITY_DIR)
    if where.is_file():
        folder = next(
            (parent for parent in where.resolve().parents if (parent / "city.yaml").is_file()), None
        )
        if folder is None:
            said = _("%(file)s does not belong to a city: no folder above it has a city.yaml")
            raise FileNotFoundError(said % {"file": where})
        return [Chosen(load_city(folder), str(where.resolve().relative_to(folder)))]
    cities = sorted(file.parent for file in where.glob("*/city.yaml"))
    if cities and not (where / "city.yaml").is_file():
        return [Chosen(load_city(folder), None, f"{folder.name}/") for folder in cities]
    return [Chosen(load_city(where), None)]
