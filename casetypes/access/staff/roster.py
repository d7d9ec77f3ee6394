"""Many people at once, from a CSV file: every line is read and judged first, then invited, all or only the sound ones.

A line is a person with at most one post; further lines of the same address are further posts. Words are taken as
people write them (either language, key or name, capitals and accents aside) through the `Vocabulary` of the caller.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.models import User
from casetypes.access.posts import today
from casetypes.access.staff import invitations, places_of_roles
from casetypes.access.staff.invitations import Inviting, address_problem, plain_address
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from casetypes.kernel.errors import DomainError, Invalid
from casetypes.kernel.text import closest, normalise

MOST_BYTES, MOST_LINES = 1_000_000, 2000
NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\v\f\r")  # bytes that no text file has, and most others do
COLUMNS: dict[str, tuple[str, ...]] = {
    "address": ("correo", "correo electronico", "e-mail", "email", "mail"),
    "full_name": ("nombre", "nombre completo", "name", "full name"),
    "username": ("usuario", "nombre de usuario", "user", "user name", "username"),
    "language": ("idioma", "language"),
    "role": ("funcion", "rol", "role"),
    "desk": ("mesa", "desk"),
    "crew": ("cuadrilla", "crew"),
    "department": ("departamento", "department"),
    "begins_on": ("desde", "from"),
    "ends_on": ("hasta", "ultimo dia", "until", "last day"),
}
LANGUAGES = {
    "es": "es",
    "espanol": "es",
    "spanish": "es",
    "en": "en",
    "ingles": "en",
    "english": "en",
    "": "es",
}
Verdict = Literal["new", "known", "wrong", "invited", "failed"]


@dataclass(frozen=True)
class Vocabulary:
    """What words stand for: plain words (`kernel.text.normalise`) to keys, for roles, desks, crews and departments."""

    roles: Mapping[str, str]
    desks: Mapping[str, str]
    crews: Mapping[str, str]
    departments: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One line of the file (numbers count from 1, the heading included) and what would become of it."""

    number: int
    address: str
    full_name: str
    verdict: Verdict
    problems: tuple[str, ...] = ()
    inviting: Inviting | None = None
    user_id: int | None = None


@dataclass(frozen=True)
class Roster:
    """A file that was read: its lines, and what was odd about the file itself."""

    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def wrong(self) -> int:
        return sum(line.verdict in ("wrong", "failed") for line in self.lines)

    @property
    def new(self) -> int:
        return sum(line.verdict == "new" for line in self.lines)


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what was odd about it. Raises Invalid (too long, no text at all)."""
    if len(content) > MOST_BYTES:
        raise Invalid(fields={"file": [_("The file is too long: at most 1 MB.")]})
    if NO_TEXT.intersection(content):
        raise _no_csv()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        note = _("The file is not UTF-8 (line %(line)d): it was read as Windows-1252. Look at the accents.")
        line = content[: error.start].count(b"\n") + 1
        return content.decode("cp1252", errors="replace"), (note % {"line": line},)


def read(text: str, words: Vocabulary) -> Roster:
    """Judge every line; nothing is written. Raises Invalid for a file without the columns it needs,
    and for one that is no CSV."""
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise Invalid(fields={"file": [_("The file has no people: a heading, then one line per person.")]})
    if len(rows) > MOST_LINES:
        raise Invalid(fields={"file": [_("The file has too many lines: at most 2,000.")]})
    columns, notes = _heading(rows[0])
    reader = _Reader(words)
    lines = [reader.line(number, _cells(row, columns)) for number, row in enumerate(rows[1:], 2)]
    return Roster(tuple(lines), notes)


def bring_in(roster: Roster, *, all_or_nothing: bool, actor: Actor) -> Roster:
    """Invite whoever is new; the roster with what became of each line. With `all_or_nothing` one line that is wrong,
    or fails, leaves everything as it was. Raises NotAllowed."""
    policies.require(actor, "people.manage")
    if all_or_nothing and roster.wrong:
        return roster
    with transaction.atomic():
        done = replace(roster, lines=tuple(_invited(roster, actor)))
        if all_or_nothing and done.wrong:
            transaction.set_rollback(True)
            lines = (
                replace(line, verdict="new") if line.verdict == "invited" else line for line in done.lines
            )
            return replace(done, lines=tuple(lines))
    return done


def _invited(roster: Roster, actor: Actor) -> Iterator[Line]:
    posts: dict[str, list[Granting]] = {}
    for line in roster.lines:
        if line.verdict == "new" and line.inviting:
            posts.setdefault(line.address.lower(), []).extend(line.inviting.posts)
    known: dict[
        str, User | tuple[str, ...]
    ] = {}  # the person, or why it failed: the same for each of their lines
    for line in roster.lines:
        key = line.address.lower()
        if line.verdict != "new" or line.inviting is None:
            yield line
        else:
            if key not in known:
                known[key] = _invite(replace(line.inviting, posts=tuple(posts[key])), actor)
            came = known[key]
            if isinstance(came, User):
                yield replace(line, verdict="invited", user_id=came.pk)
            else:
                yield replace(line, verdict="failed", problems=came)


def _invite(inviting: Inviting, actor: Actor) -> User | tuple[str, ...]:
    """The new person, or what the service said."""
    try:
        with transaction.atomic():
            return invitations.invite(inviting, actor=actor)
    except Invalid as invalid:
        return tuple(text for texts in invalid.fields.values() for text in texts)
    except DomainError as refused:
        return (refused.message,)


def _rows(text: str) -> list[list[str]]:
    """Lines end as any system ends them: LF, CR LF, or CR alone."""
    lines = io.StringIO(text, newline=None).getvalue()
    try:
        return list(csv.reader(io.StringIO(lines), delimiter=_delimiter(lines)))
    except csv.Error as error:
        raise _no_csv() from error


def _no_csv() -> Invalid:
    return Invalid(fields={"file": [_("This is no CSV file: save the sheet as CSV (UTF-8).")]})


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _heading(row: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands; columns nobody knows are noted and left out."""
    names = {alias: key for key, aliases in COLUMNS.items() for alias in aliases}
    columns: dict[str, int] = {}
    unknown = []
    for place, cell in enumerate(row):
        key = names.get(normalise(cell))
        if key and key not in columns:
            columns[key] = place
        elif cell.strip():
            unknown.append(cell.strip())
    missing = [COLUMNS[key][0] for key in ("address", "full_name") if key not in columns]
    if missing:
        said = _("The first line has to name the columns; there is none called: %(names)s.")
        raise Invalid(fields={"file": [said % {"names": ", ".join(missing)}]})
    note = _("Columns that were left out: %(names)s.") % {"names": ", ".join(unknown)}
    return columns, (note,) if unknown else ()


def _cells(row: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {key: row[place].strip() if place < len(row) else "" for key, place in columns.items()}


class _Reader:
    """Judges one line after the other; knows the addresses and posts that came before."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.seen: dict[tuple[str, object], int] = {}
        self.known = {
            address.lower(): pk for address, pk in User.objects.exclude(email="").values_list("email", "pk")
        }
        self.judged: dict[tuple[str, Place], list[str]] = {}

    def line(self, number: int, cells: dict[str, str]) -> Line:
        address, problems = plain_address(cells["address"]), list[str]()
        if wrong := address_problem(address):
            problems.append(wrong)
        if "\ufffd" in "".join(cells.values()):
            problems.append(_("Letters of this line cannot be read: save the file as UTF-8."))
        if not cells["full_name"]:
            problems.append(_("Write the person's name."))
        language = LANGUAGES.get(normalise(cells.get("language", "")))
        if language is None:
            problems.append(_("There is no such language here."))
        post = self._post(cells, problems)
        problems += self._again(number, address, post)
        inviting = Inviting(
            address, cells["full_name"], language or "es", cells.get("username", ""), (post,) if post else ()
        )
        known = None if problems else self.known.get(address.lower())
        verdict: Verdict = "wrong" if problems else "known" if known else "new"
        return Line(number, address, cells["full_name"], verdict, tuple(problems), inviting, known)

    def _post(self, cells: dict[str, str], problems: list[str]) -> Granting | None:
        before = len(problems)
        role = self._key("role", cells, self.words.roles, problems)
        place = Place(
            self._key("desk", cells, self.words.desks, problems),
            self._key("department", cells, self.words.departments, problems),
            self._key("crew", cells, self.words.crews, problems),
        )
        begins, ends = self._day("begins_on", cells, problems), self._day("ends_on", cells, problems)
        if not role:
            if place != Place() and len(problems) == before:
                problems.append(_("A place without a role: write which role the person holds there."))
            return None
        if len(problems) == before:
            problems += self._judged(role, place)
        if ends and ends < (begins or today()):
            problems.append(_("It ends before it begins."))
        return Granting(0, role, place, begins, ends)

    def _judged(self, role: str, place: Place) -> list[str]:
        """Asked once for each role at each place."""
        if (role, place) not in self.judged:
            found = places_of_roles.problems(role, place)
            self.judged[role, place] = [str(text) for texts in found.values() for text in texts]
        return self.judged[role, place]

    def _key(
        self, column: str, cells: dict[str, str], known: Mapping[str, str], problems: list[str]
    ) -> str | None:
        word = cells.get(column, "")
        if not word:
            return None
        if (key := known.get(normalise(word))) is not None:
            return key
        said = {
            "role": _('There is no role "%(word)s".'), "desk": _('There is no desk "%(word)s".'),
            "crew": _('There is no crew "%(word)s".'), "department": _('There is no department "%(word)s".'),
        }[column] % {"word": word}  # fmt: skip
        near = closest(normalise(word), list(known))
        hint = _("Did you mean “%(word)s”?") % {"word": near}
        problems.append(f"{said} {hint}" if near else said)
        return None

    def _day(self, column: str, cells: dict[str, str], problems: list[str]) -> date | None:
        text = cells.get(column, "")
        if not text:
            return None
        parts = text.replace("/", "-").replace(".", "-").split("-")
        if len(parts) == 3 and len(parts[0]) <= 2:
            parts.reverse()
        try:
            return date(*(int(part) for part in parts))
        except (ValueError, TypeError):
            problems.append(_('"%(text)s" is no day: write 2027-12-31 or 31/12/2027.') % {"text": text})
            return None

    def _again(self, number: int, address: str, post: Granting | None) -> list[str]:
        key = (address.lower(), (post.role, post.place) if post else None)
        first = self.seen.setdefault(key, number)
        if not address or first == number:
            return []
        return [_("The same as line %(line)d.") % {"line": first}]
