"""A city's definitions as a folder: the same files, byte for byte where nothing changed.

A service that the CMS owns, or that has no file any more, is written as its live text, under the name of its file.
Nothing is ever half written: all files are written beside the folder first, and only then take their places.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.definitions.checking import file_of, live_texts
from casetypes.definitions.models import KeptFile
from casetypes.definitions.publishing.kept_files import UNFINISHED, read_folder
from casetypes.kernel.errors import NotFound, Refused

NAMED_FILES = 8


@dataclass(frozen=True)
class Exported:
    """Paths from the folder: those that were written, and those that said the same before."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]


def files_of_the_city() -> dict[str, bytes]:
    """Every file by its path, as an export writes it. Raises NotFound before a city is loaded."""
    rows = list(KeptFile.objects.order_by("path"))
    if not rows:
        raise NotFound(_('No city is loaded yet. Load one with "manage.py definitions publish".'))
    files = {row.path: bytes(row.content) for row in rows}
    names = {row.key: row.path for row in rows if row.key}
    without_file = {key: one for key, one in live_texts("file").items() if key not in names}
    for key, version in {**live_texts("cms"), **without_file}.items():
        files[names.get(key, file_of(key))] = version.source.encode()
    return files


def export(folder: Path, *, overwrite: bool = False) -> Exported:
    """Write the files; others in the folder stay. Raises Refused when a file there says something else and
    `overwrite` is not given, NotFound, OSError (nothing is changed then).
    """
    files = files_of_the_city()
    there = {path: content for path, content in _present(folder).items() if path in files}
    different = sorted(path for path, content in there.items() if content != files[path])
    if different and not overwrite:
        raise Refused(
            reasons=[
                _("These files say something else and would be overwritten: %(files)s. Use --overwrite.")
                % {"files": listed(different)}
            ]
        )
    wanted = {path: content for path, content in files.items() if there.get(path) != content}
    _write(folder, wanted)
    return Exported(tuple(sorted(wanted)), tuple(sorted(set(files) - set(wanted))))


def _present(folder: Path) -> dict[str, bytes]:
    return read_folder(folder) if folder.is_dir() else {}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """All of them beside the folder, flushed to the disk; then each to its place, which cannot run out of space."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".agora-export-", dir=folder.parent))
    try:
        for path, content in files.items():
            _write_whole(beside / path, content)
        if not folder.exists():
            beside.chmod(0o755)
            beside.rename(folder)
            return
        _move_over(beside, folder, files)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _move_over(beside: Path, folder: Path, files: dict[str, bytes]) -> None:
    """A mark stands in the folder meanwhile: a process that is killed here leaves it, and no import takes the rest."""
    mark = folder / UNFINISHED
    mark.touch()
    for path in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (beside / path).replace(folder / path)
    mark.unlink()


def refuse_half_written(folder: Path) -> None:
    """Raises FileNotFoundError without the folder, Refused when an export broke off in it or files are missing that
    were loaded before."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder")
    if (folder / UNFINISHED).exists():
        raise Refused(reasons=[_("An export was interrupted while it wrote this folder. Export again.")])
    missing = sorted(set(KeptFile.objects.values_list("path", flat=True)) - set(read_folder(folder)))
    if missing:
        raise Refused(
            reasons=[
                _("The folder is not whole; these files are missing: %(files)s.") % {"files": listed(missing)}
            ]
        )


def listed(paths: list[str]) -> str:
    """The first few by name, the rest as a number."""
    more = len(paths) - NAMED_FILES
    return ", ".join(paths[:NAMED_FILES]) + (f" (+{more})" if more > 0 else "")
