"""Where files lie: originals under EVIDENCE_ROOT (sealed), public copies under MEDIA_ROOT/public.

Names are unguessable. A file is written whole or not at all; a disk that does not take it is `Unavailable`.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from casetypes.kernel.errors import Unavailable

PUBLIC = "public"


def new_name(suffix: str) -> str:
    """Such as "3f/3fa9….jpg": 160 random bits, spread over 256 folders."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}{suffix}"


def original_path(name: str) -> Path:
    return Path(settings.EVIDENCE_ROOT) / name


def public_path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / PUBLIC / name


def public_url(name: str) -> str:
    return f"{settings.MEDIA_URL}{PUBLIC}/{name}"


def read(path: Path) -> bytes:
    """Raises Unavailable when the disk does not give it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(_("This file cannot be read right now. Try again in a few minutes.")) from error


def remove(*paths: Path) -> None:
    """Delete what is there; what is not is fine."""
    for path in paths:
        path.unlink(missing_ok=True)


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
        unfinished = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            remove(unfinished)
            raise Unavailable(
                _("The file could not be stored. Nothing was lost: try again in a few minutes.")
            ) from error
        self.written.append(path)
