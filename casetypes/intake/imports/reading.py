"""Reading a CSV file, plain or gzip-compressed, row by row; what is wrong with the file as a whole is said first."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.definitions.schema.imports import ImportFormat
from casetypes.intake.imports import encodings, lines
from casetypes.intake.imports.lines import LONGEST_LINE, FileRefused
from casetypes.kernel.text import closest

MOST_TOLD = 10
DELIMITERS = ",;\t|"
csv.field_size_limit(LONGEST_LINE)


@dataclass(frozen=True)
class Row:
    """One record. `number` is what a spreadsheet shows: the header is row 1."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column].strip()


@dataclass(frozen=True)
class FileState:
    """A file as it was at one moment: what it holds and what the disk says of it."""

    sha256: str
    size: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "FileState":
        with path.open("rb") as file:
            return cls(hashlib.file_digest(file, "sha256").hexdigest(), *_stamp(path))

    def still(self, path: Path) -> bool:
        """Whether the disk says that nothing changed since."""
        try:
            return (self.size, self.changed_ns, self.inode) == _stamp(path)
        except OSError:
            return False


def read(path: Path, layout: ImportFormat) -> Iterator[Row]:
    """Every record; the file was checked before (`check`)."""
    with lines.opened(path, layout.encoding) as text:
        records = csv.reader(text, delimiter=layout.delimiter, strict=True)
        header = [name.strip() for name in next(records, [])]
        for number, values in enumerate(records, start=2):
            if values:
                yield Row(number, dict(zip(header, values, strict=True)))


def check(
    path: Path,
    layout: ImportFormat,
    columns: Iterable[str],
    watch: Callable[[Row], None] = lambda row: None,
) -> int:
    """Read the whole file once without writing anything; the number of records. `watch` sees each of them.

    Raises FileRefused: it cannot be opened, is empty, is not in that encoding, lacks columns of the mapping, or has
    rows that are shifted (more or fewer values than the header).
    """
    encodings.refuse_other_mark(path, layout.encoding)
    try:
        with lines.opened(path, layout.encoding) as text:
            return _check(text, layout, list(columns), watch)
    except UnicodeError as error:
        raise encodings.not_decodable(path, layout.encoding) from error
    except csv.Error as error:
        raise FileRefused(
            _("%(file)s is not a CSV file that can be read: %(why)s.") % {"file": path.name, "why": error}
        ) from error


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _check(
    text: Iterator[str], layout: ImportFormat, columns: list[str], watch: Callable[[Row], None]
) -> int:
    records = csv.reader(text, delimiter=layout.delimiter, strict=True)
    header = [name.strip() for name in next(records, [])]
    if not any(header):
        raise FileRefused(_("The file is empty."))
    if problems := [*_not_text(header), *_missing(header, columns), *_repeated(header)]:
        raise FileRefused("\n".join(problems))
    count = 0
    shifted: list[str] = []
    for number, values in _told_by_number(records):
        if not values:
            continue
        count += 1
        if len(values) == len(header):
            watch(Row(number, dict(zip(header, values, strict=True))))
        elif len(shifted) <= MOST_TOLD:
            shifted.append(_("Row %(row)d has %(found)d values; the header has %(wanted)d.") % {
                "row": number, "found": len(values), "wanted": len(header)
            })  # fmt: skip
    if shifted:
        more = [_("There are more such rows.")] if len(shifted) > MOST_TOLD else []
        raise FileRefused("\n".join([*shifted[:MOST_TOLD], *more]))
    return count


def _told_by_number(records: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Records with their number in a spreadsheet; what the CSV reader cannot read is told with it."""
    number = 1
    try:
        for number, values in enumerate(records, start=2):
            yield number, values
    except csv.Error as error:
        text = _("Row %(row)d cannot be read (%(why)s). Is a quotation mark left open in it?")
        raise FileRefused(text % {"row": number + 1, "why": error}) from error


def _not_text(header: list[str]) -> Iterator[str]:
    if any("\0" in name for name in header):
        yield _("The header contains null characters: is the file written in utf-16?")


def _missing(header: list[str], columns: list[str]) -> Iterator[str]:
    known = ", ".join(header)[:300]
    for column in dict.fromkeys(columns):
        if column not in header:
            near = closest(column, header)
            hint = _("Did you mean “%(near)s”?") % {"near": near} if near else ""
            text = _("There is no column “%(column)s”. %(hint)s The file has: %(known)s.")
            yield " ".join((text % {"column": column, "hint": hint, "known": known}).split())
    other = _other_delimiter(header, columns)
    if other:
        yield _("The values seem to be separated by “%(sign)s”: say so in the mapping (`delimiter`).") % {
            "sign": other
        }


def _other_delimiter(header: list[str], columns: list[str]) -> str:
    """The sign that would make the mapping's columns out of a header that is one single value."""
    if len(header) > 1:
        return ""
    return next((sign for sign in DELIMITERS if set(columns) & set(header[0].split(sign)[1:])), "")


def _repeated(header: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        yield _("The column “%(column)s” stands there more than once.") % {"column": name}
