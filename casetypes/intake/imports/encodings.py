"""What a file is really written in, when it is not what the mapping says: a hint for the reader, never a guess
that is acted upon."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.intake.imports.lines import BOMS, FileRefused, beginning, opened

SINGLE_BYTE = ("latin-1", "latin1", "iso-8859-1", "cp1252", "windows-1252")


def refuse_other_mark(path: Path, encoding: str) -> None:
    """Raise FileRefused when the file begins with the mark of another encoding."""
    first = beginning(path, 4)
    for mark, real in BOMS.items():
        if first.startswith(mark) and real not in encoding.lower().replace("utf8", "utf-8").replace("_", "-"):
            raise FileRefused(_wrong(path, encoding, real))


def not_decodable(path: Path, encoding: str) -> FileRefused:
    """What to say of a file that cannot be decoded: where, and what it looks like."""
    line = _first_bad_line(path, encoding)
    looks_like = "utf-16" if b"\0" in beginning(path) else "latin-1" if line else ""
    where = _("(line %(line)d)") % {"line": line} if line else ""
    return FileRefused(" ".join(_wrong(path, encoding, looks_like, where).split()))


def refuse_mojibake(path: Path, encoding: str, values: Iterable[str]) -> None:
    """Raise FileRefused when text read as a single-byte encoding is UTF-8 after all ("NÃºÃ±ez")."""
    if encoding.lower() not in SINGLE_BYTE:
        return
    for value in values:
        try:
            real = value.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if real != value:
            raise FileRefused(_wrong(path, encoding, "utf-8"))


def _wrong(path: Path, encoding: str, looks_like: str, where: str = "") -> str:
    text = _("%(file)s is not written in %(encoding)s %(where)s") % {
        "file": path.name,
        "encoding": encoding,
        "where": where,
    }
    hint = (
        _("It looks like %(name)s: write `encoding: %(name)s` in the mapping.") % {"name": looks_like}
        if looks_like
        else _("Say its encoding in the mapping.")
    )
    return f"{text.strip()}. {hint}"


def _first_bad_line(path: Path, encoding: str) -> int:
    """The first line, from 1, whose bytes do not decode; 0 when lines cannot be told apart in that encoding."""
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        return 0
    with opened(path, "latin-1") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.encode("latin-1").decode(encoding)
            except UnicodeDecodeError:
                return number
    return 0
