"""The files of the Ace editor that a page needs, from the installed package `django-ace`.

The package as an application would bring 673 files to every installation. The style sheet is a file because the
content security policy lets no script write styles.
"""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SCRIPTS = tuple(f"django_ace/ace/{name}.js" for name in ("ace", "mode-yaml", "ext-searchbox"))
STYLES = "django_ace/ace/css"


def folder() -> Path:
    """Where the package keeps its static files."""
    spec = find_spec("django_ace")
    if spec is None or spec.origin is None:
        raise RuntimeError("django-ace is not installed; run: make setup")
    return Path(spec.origin).parent / "static"


def needed() -> list[str]:
    """Scripts, the style sheet, and the pictures that it names."""
    pictures = sorted(path.name for path in (folder() / STYLES).glob("main-*"))
    return [*SCRIPTS, *(f"{STYLES}/{name}" for name in ("ace.css", *pictures))]


class EditorFilesFinder(BaseFinder):
    """For `collectstatic` and the development server."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(folder() / path)] if path in needed() else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=folder())
        yield from ((path, storage) for path in needed())
