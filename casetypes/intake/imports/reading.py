"""Reading a CSV file, plain or gzip-compressed, row by row; what is wrong with the file as a whole is said first."""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from casetypes.definitions.schema.city import ImportFormat
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import closest

MOST_TOLD = 10
GZIP = b"\x1f\x8b"
csv.field_size_limit(1_000_000)


class FileRefused(Invalid):
    """The file as a whole cannot be imported; nothing was written. The message has one line per problem."""

    code = "file-refused"


@dataclass(frozen=True)
class Row:
    """One record. `number` is what a spreadsheet shows: the header is row 1."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column].strip()


def read(path: Path, layout: ImportFormat) -> Iterator[Row]:
    """Every record; the file was checked before (`check`)."""
    with _text(path, layout) as lines:
        records = csv.reader(lines, delimiter=layout.delimiter, strict=True)
        header = [name.strip() for name in next(records, [])]
        for number, values in enumerate(records, start=2):
            if values:
                yield Row(number, dict(zip(header, values, strict=True)))


def check(path: Path, layout: ImportFormat, columns: Iterable[str]) -> int:
    """Read the whole file once without writing anything; the number of records.

    Raises FileRefused: it cannot be opened, is empty, is not in that encoding, lacks columns of the mapping, or has
    rows that are shifted (more or fewer values than the header).
    """
    try:
        with _text(path, layout) as lines:
            return _check(lines, layout, list(columns))
    except UnicodeDecodeError as error:
        text = _("%(file)s is not written in %(encoding)s (byte %(byte)d). Say its encoding in the mapping.")
        raise FileRefused(
            text % {"file": path.name, "encoding": layout.encoding, "byte": error.start}
        ) from error
    except csv.Error as error:
        raise FileRefused(
            _("%(file)s is not a CSV file that can be read: %(why)s.") % {"file": path.name, "why": error}
        ) from error
    except (OSError, EOFError) as error:
        raise FileRefused(
            _("%(file)s cannot be read: %(why)s.") % {"file": path.name, "why": error}
        ) from error


def digest(path: Path) -> str:
    """SHA-256 of the file as it lies there, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(path: Path, layout: ImportFormat) -> IO[str]:
    encoding = "utf-8-sig" if layout.encoding.lower() in {"utf-8", "utf8"} else layout.encoding
    with path.open("rb") as file:
        compressed = file.read(2) == GZIP
    try:
        if compressed:
            return io.TextIOWrapper(gzip.open(path, "rb"), encoding=encoding, newline="")
        return path.open(encoding=encoding, newline="")
    except LookupError as error:
        raise FileRefused(_("There is no encoding called %(name)s.") % {"name": layout.encoding}) from error


def _check(lines: IO[str], layout: ImportFormat, columns: list[str]) -> int:
    records = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    header = [name.strip() for name in next(records, [])]
    if not header:
        raise FileRefused(_("The file is empty."))
    if problems := [*_missing(header, columns), *_repeated(header)]:
        raise FileRefused("\n".join(problems))
    count = 0
    shifted: list[str] = []
    for number, values in enumerate(records, start=2):
        if not values:
            continue
        count += 1
        if len(values) != len(header) and len(shifted) <= MOST_TOLD:
            shifted.append(_("Row %(row)d has %(found)d values; the header has %(wanted)d.") % {
                "row": number, "found": len(values), "wanted": len(header)
            })  # fmt: skip
    if shifted:
        more = [_("There are more such rows.")] if len(shifted) > MOST_TOLD else []
        raise FileRefused("\n".join([*shifted[:MOST_TOLD], *more]))
    return count


def _missing(header: list[str], columns: list[str]) -> Iterator[str]:
    for column in dict.fromkeys(columns):
        if column not in header:
            near = closest(column, header)
            hint = _("Did you mean “%(near)s”?") % {"near": near} if near else ""
            known = ", ".join(header)[:300]
            text = _("There is no column “%(column)s”. %(hint)s The file has: %(known)s.")
            yield " ".join((text % {"column": column, "hint": hint, "known": known}).split())


def _repeated(header: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        yield _("The column “%(column)s” stands there more than once.") % {"column": name}
