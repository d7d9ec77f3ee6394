"""The foreign cities and their services, read from the files beside this one."""

from pathlib import Path

from casetypes.definitions.loader import load_city
from casetypes.definitions.schema.service import Service

CITIES = Path(__file__).parent / "cities"
FOLDERS = {folder.name: folder for folder in sorted(CITIES.iterdir()) if folder.is_dir()}
SERVICES = [
    (city, file.stem) for city, folder in FOLDERS.items() for file in sorted(folder.glob("services/*.yaml"))
]


def specs(city: str) -> dict[str, Service]:
    return {key: loaded.model for key, loaded in load_city(FOLDERS[city]).services.items()}
