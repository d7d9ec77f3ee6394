"""Where files lie: originals under EVIDENCE_ROOT (sealed), public copies under MEDIA_ROOT/public.

With FILES_URL the same names are keys in an object store (`evidence/…`, `media/public/…`) and nothing is on the disk.
Names are unguessable. A file is written whole or not at all; a place that does not take it is `Unavailable`.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage, storages
from django.utils.translation import gettext_lazy as _

from casetypes.kernel.errors import Unavailable

PUBLIC, KEPT = "public", "kept/"
FAILURES = (OSError, BotoCoreError, ClientError)
_memory: ContextVar[Storage | None] = ContextVar("agora_files_in_memory", default=None)


def new_name(suffix: str) -> str:
    """Such as "3f/3fa9….jpg": 160 random bits, spread over 256 folders."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}{suffix}"


def original_path(name: str) -> Path:
    return Path(settings.EVIDENCE_ROOT) / name


def public_path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / PUBLIC / name


def is_kept(name: str) -> bool:
    """Whether a copy lies with the originals, because its case is confidential, and has no public address."""
    return name.startswith(KEPT)


def copy_path(name: str) -> Path:
    """Where a copy lies: in the public folder, or with the originals."""
    return original_path(name) if is_kept(name) else public_path(name)


def public_url(name: str) -> str:
    return f"{settings.MEDIA_URL}{PUBLIC}/{name}"


def object_store() -> Storage | None:
    """The store of FILES_URL; None when files lie in folders. Inside `in_memory` the one that is forgotten after it."""
    return _memory.get() or (storages["files"] if "files" in settings.STORAGES else None)


@contextmanager
def in_memory() -> Iterator[None]:
    """Files written inside lie nowhere but in memory, until the end of the block: for rehearsals."""
    token = _memory.set(InMemoryStorage())
    try:
        yield
    finally:
        _memory.reset(token)


def key_of(path: Path) -> str:
    """The name of a file in the object store: such as "evidence/3f/3fa9….sealed"."""
    for top, root in (("evidence", settings.EVIDENCE_ROOT), ("media", settings.MEDIA_ROOT)):
        if path.is_relative_to(root):
            return f"{top}/{path.relative_to(root).as_posix()}"
    raise ValueError(f"{path} is no file of evidence")


def read(path: Path) -> bytes:
    """Raises Unavailable when the place does not give it."""
    store = object_store()
    try:
        if store is None:
            return path.read_bytes()
        with store.open(key_of(path)) as file:
            return bytes(file.read())
    except FAILURES as error:
        raise Unavailable(_("This file cannot be read right now. Try again in a few minutes.")) from error


def remove(*paths: Path) -> None:
    """Delete what is there; what is not is fine."""
    store = object_store()
    for path in paths:
        if store is None:
            path.unlink(missing_ok=True)
        else:
            store.delete(key_of(path))


class Writing:
    """Files that belong together: all of them stay, or none does when the block fails.

    >>> with Writing() as files:
    ...     files.write(path, content)
    ...     rows.save()
    """

    def __init__(self) -> None:
        self.written: list[Path] = []

    def __enter__(self) -> "Writing":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_details: object) -> None:
        if kind is not None:
            remove(*self.written)

    def write(self, path: Path, content: bytes) -> None:
        """Raises Unavailable; `path` then does not exist."""
        store = object_store()
        try:
            if store is None:
                _write_whole(path, content)
            else:
                store.save(key_of(path), ContentFile(content))
        except FAILURES as error:
            raise Unavailable(
                _("The file could not be stored. Nothing was lost: try again in a few minutes.")
            ) from error
        self.written.append(path)


def _write_whole(path: Path, content: bytes) -> None:
    """On the disk, synced, under its name only when it is complete. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
