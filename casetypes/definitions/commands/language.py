"""In which language a command speaks: `--language`, else the city's own."""

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.utils import translation

from casetypes.definitions.loader import load_path


def add_language(parser: ArgumentParser) -> None:
    codes = [code for code, _name in settings.LANGUAGES]
    parser.add_argument("--language", choices=codes, help="by default the one of the city's locale")


def speaking(asked: str | None, city: Path | None = None) -> AbstractContextManager[None]:
    """Speak in `asked`, else in the language of that city's folder (by default the city of the settings)."""
    return translation.override(asked or _of_city(city or Path(settings.CITY_DIR)))


def _of_city(folder: Path) -> str:
    """Of `locale: es-MX`, es; the product's own language where no city says one that it speaks."""
    file = folder / "city.yaml"
    stated = load_path(file).data.get("locale") if file.is_file() else None
    language = stated.partition("-")[0] if isinstance(stated, str) else ""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
