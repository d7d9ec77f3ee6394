"""Lets `collectstatic` and the development server find what is generated instead of committed."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from cms.components import built, fonts, stylesheets

MADE: dict[str, Callable[[], Path]] = {
    fonts.WEB_FONT: fonts.web_font,
    stylesheets.WHOLE: stylesheets.whole,
}


class BuiltFilesFinder(BaseFinder):
    """Finds the web font and the one stylesheet; makes each the first time anybody asks."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        made = [str(MADE[path]())] if path in MADE else []
        if find_all:
            return made
        return made[0] if made else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, make in MADE.items():
            make()
            yield path, FileSystemStorage(location=built.root())
