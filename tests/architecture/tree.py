"""The product's own files, as git knows them or as they lie there when there is no git."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("config", "casetypes", "cms", "api", "reports")
NOT_OURS = {".venv", ".git", "var", "node_modules", "__pycache__"}


def files(*folders: str, suffix: str) -> Iterator[Path]:
    """Every file with this ending in these folders of the repository, in a steady order."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if path.is_file() and not NOT_OURS.intersection(path.relative_to(ROOT).parts):
                yield path


def python(*folders: str) -> Iterator[Path]:
    """Python files that people wrote: without migrations."""
    return (path for path in files(*(folders or CODE), suffix=".py") if "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    for ending in (".html", ".txt", ".xml"):
        yield from (path for path in files("themes", *CODE, suffix=ending) if "templates" in path.parts)


def named(path: Path) -> str:
    """How a failure names a file."""
    return path.relative_to(ROOT).as_posix()
