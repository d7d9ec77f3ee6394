"""A file as bounded lines of text: plain or gzip, never more than one line in memory, never an endless one."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext as _

from casetypes.kernel.errors import Invalid

GZIP = b"\x1f\x8b"
LONGEST_LINE = 1_000_000  # characters
MOST_BYTES = 4 << 30  # unpacked
MOST_RATIO = 200  # CSV packs ten- to thirtyfold; a thousandfold is a bomb
RATIO_FROM = 32 << 20
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}
UTF8 = frozenset({"utf-8", "utf8", "utf_8"})


class FileRefused(Invalid):
    """The file as a whole cannot be imported; nothing was written. The message has one line per problem."""

    code = "file-refused"


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[Iterator[str]]:
    """The lines of the file. Raises FileRefused for what is no file, too long a line or too large a file, in words;
    UnicodeDecodeError where it is not written in `encoding`."""
    if path.is_dir() or (path.exists() and not path.is_file()):
        raise FileRefused(_("%(file)s is no file.") % {"file": path})
    name = "utf-8-sig" if encoding.lower() in UTF8 else encoding
    try:
        with path.open("rb") as file, _text(_unpacked(file, path), name) as text:
            yield _lines(text)
    except LookupError as error:
        raise FileRefused(_("There is no encoding called %(name)s.") % {"name": encoding}) from error
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        raise FileRefused(_("%(file)s cannot be read: %(why)s.") % {"file": path.name, "why": why}) from error


def beginning(path: Path, length: int = 4096) -> bytes:
    """The first bytes, unpacked; b"" where there are none to be had."""
    try:
        with path.open("rb") as file:
            return _unpacked(file, path).read(length)
    except (OSError, EOFError, zlib.error):
        return b""


class _Unpacking(io.RawIOBase):
    """A gzip stream that stops where a small file unpacks to an absurdly large one."""

    def __init__(self, packed: BinaryIO, path: Path) -> None:
        self._stream = gzip.GzipFile(fileobj=packed)
        self._most = max(RATIO_FROM, min(MOST_BYTES, path.stat().st_size * MOST_RATIO))
        self._name = path.name
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        content = self._stream.read(len(buffer))
        self._given += len(content)
        if self._given > self._most:
            text = _("%(file)s unpacks to more than %(limit)d MB, which is out of proportion to its size.")
            raise FileRefused(text % {"file": self._name, "limit": self._most >> 20})
        buffer[: len(content)] = content
        return len(content)


def _unpacked(file: BinaryIO, path: Path) -> BinaryIO:
    compressed = file.read(2) == GZIP
    file.seek(0)
    return cast(BinaryIO, io.BufferedReader(_Unpacking(file, path), 1 << 16)) if compressed else file


def _text(file: BinaryIO, encoding: str) -> IO[str]:
    return io.TextIOWrapper(file, encoding=encoding, newline="")


def _lines(text: IO[str]) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            says = {"line": number, "limit": LONGEST_LINE}
            raise FileRefused(
                _("Line %(line)d is longer than %(limit)d characters: this is no CSV file, or it is damaged.")
                % says
            )
        yield line
