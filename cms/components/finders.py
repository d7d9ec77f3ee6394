"""Lets `collectstatic` and the development server find what is generated instead of committed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from cms.components import fonts


class BuiltFilesFinder(BaseFinder):
    """Finds the web font; cuts it the first time anybody asks."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(fonts.web_font())] if path == fonts.WEB_FONT else []
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        fonts.web_font()
        yield fonts.WEB_FONT, FileSystemStorage(location=fonts.built_root())
