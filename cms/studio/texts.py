"""Texts as they arrive from a browser, and the first text of a new service."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from casetypes.definitions import checking
from casetypes.definitions.loader import Loaded
from casetypes.definitions.loader.limits import MAX_BYTES
from casetypes.kernel.errors import Invalid

STARTER = Path(__file__).parent / "starter.yaml"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def received(text: str) -> str:
    """As it is kept: line ends as `\\n`, no byte order mark. Raises Invalid for what cannot be kept at all."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    size = len(plain.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise Invalid(
            _("The text has %(size)s KiB; the limit is %(limit)s KiB. Move shared parts into fragments.")
            % {"size": size // 1024, "limit": MAX_BYTES // 1024}
        )
    if place := _unreadable(plain):
        raise Invalid(
            _("Line %(line)s, column %(column)s: a character could not be read. Delete it and type it again.")
            % {"line": place[0], "column": place[1]}
        )
    return plain


def _unreadable(text: str) -> tuple[int, int] | None:
    """Line and column of the first character that no text has: NUL, or what stands for bytes that are no UTF-8."""
    found = re.search(f"[\x00{UNREADABLE}]", text)
    if found is None:
        return None
    before = text[: found.start()]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def starter() -> str:
    """A small whole service, in the words and with the fragments of this city."""
    city = checking.live_city()
    fragments = [_newest(name, city.fragments) for name in ("ubicacion", "contacto", "privacidad")]
    return (
        STARTER.read_text("utf-8")
        .replace("USE", ", ".join(pin for pin in fragments if pin))
        .replace("CATEGORY", _first(city.city, "categories"))
        .replace("CALENDAR", _first(city.calendars, "calendars"))
        .replace("PLACE", _place(city.city) if fragments[0] else "")
    )


def _place(city: Loaded | None) -> str:
    """Where the people of its scenarios report: the middle of the map."""
    center = city.data.get("center") if city else None
    return f"ubicacion: {list(center)}, " if center else ""


def _first(file: Loaded | None, section: str) -> str:
    return next(iter(file.data.get(section, {})), "") if file else ""


def _newest(name: str, pins: Iterable[str]) -> str:
    """`ubicacion@2`: the highest version of a fragment that the city has, or "" when it has none."""
    versions = [pin for pin in pins if pin.partition("@")[0] == name]
    return max(versions, key=lambda pin: int(pin.partition("@")[2]), default="")


def renamed(text: str, *, key: str, department: str, desk: str, title: str) -> str:
    """A text as the first one of another service; everything else, comments included, stays as it is."""
    for name, value in (("key", key), ("steward", department), ("desk", desk), ("title", title)):
        if value:
            text = re.sub(
                rf"^{name}:[ \t]*[^\n]*(?:\n[ \t]+[^\n]*)*",
                f"{name}: {value}".replace("\\", "\\\\"),
                text,
                count=1,
                flags=re.MULTILINE,
            )
    return text


def quoted(words: str) -> str:
    """A text as YAML, in single quotes, on one line."""
    return "'" + " ".join(words.split()).replace("'", "''") + "'"
