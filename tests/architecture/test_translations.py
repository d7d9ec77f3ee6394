"""Every text the product says in English has its Spanish, once, and with the same placeholders."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
import pytest
import wagtail
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.translation.template import templatize

from tests.architecture.tree import CODE, ROOT, files, named, python, templates

OURS = sorted(path for path in files(*CODE, "themes", suffix=".po") if "/es/" in path.as_posix())
OF_WAGTAIL = ("wagtailimages", "wagtaildocs", "wagtailusers", "wagtailsites", "wagtailredirects", "wagtailsnippets",
              "wagtaillocales", "simple_translation")  # fmt: skip
THEIRS = [Path(package.__file__).parent for package in (django, wagtail)]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None, "gettext_noop": None, "phrase": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip


def messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as stream:
        yield from (message for message in read_po(stream) if message.id)


def one(message_id: object) -> str:
    """The singular of a text."""
    return message_id if isinstance(message_id, str) else message_id[0]


def their_catalogues(language: str) -> list[Path]:
    return [path for folder in THEIRS for path in folder.rglob(f"locale/{language}/LC_MESSAGES/django*.po")]


def spanish() -> set[str]:
    known = [each for path in [*OURS, *their_catalogues("es")] for each in messages(path)]
    return {one(each.id) for each in known if all(as_tuple(each.string))}


def as_tuple(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def used() -> Iterator[tuple[str, str]]:
    """(where, English text) of everything marked for translation in code and templates."""
    for path in python():
        yield from ((f"{named(path)}:{line}", text) for line, text in said(path.read_bytes()))
    for path in templates():
        marked = templatize(path.read_text(encoding="utf-8"), origin=named(path))
        code = "\n".join(line.strip() for line in marked.splitlines())
        yield from ((f"{named(path)}:{line}", text) for line, text in said(code.encode()))


def said(source: bytes) -> Iterator[tuple[int, str]]:
    for line, text, _comments, _context in extract("python", BytesIO(source), keywords=KEYWORDS):
        if one(text):
            yield line, one(text)


def test_every_text_has_its_spanish():
    known = spanish()
    assert [f"{where} {text!r}" for where, text in used() if text not in known] == []


def test_every_text_of_the_admin_that_wagtail_brings_has_its_spanish():
    """An update of Wagtail brings new ones; what it leaves in English stands in cms/workspace/locale."""
    installed = [Path(apps.get_app_config(name).path) for name in ("wagtailadmin", *OF_WAGTAIL)]
    core = Path(wagtail.__file__).parent
    english = [core / "locale/en/LC_MESSAGES/django.po"]
    english += [path for app in installed for path in app.glob("locale/en/LC_MESSAGES/django*.po")]
    known = spanish()
    said = [one(each.id) for path in english for each in messages(path)]
    assert len(said) > 1000
    assert [text for text in said if text not in known] == []


def test_no_text_in_a_catalogue_is_left_over():
    """Texts of Django and Wagtail may be said in our own words."""
    needed = {text for _where, text in used()}
    needed |= {one(each.id) for path in their_catalogues("en") for each in messages(path)}
    plain = "\n".join(path.read_text(encoding="utf-8") for path in python())
    left = [
        f"{named(path)}: {one(each.id)!r}"
        for path in OURS
        for each in messages(path)
        if one(each.id) not in needed and one(each.id) not in plain
    ]
    assert left == []


@pytest.mark.parametrize("path", OURS, ids=named)
def test_a_catalogue_says_everything_once_and_surely(path: Path):
    entries = list(messages(path))
    counted = Counter((each.context, one(each.id)) for each in raw_entries(path))
    assert [key for key, count in counted.items() if count > 1] == []
    assert [one(each.id) for each in entries if each.fuzzy] == []


def raw_entries(path: Path) -> Iterator[Message]:
    """Entries as written: reading a catalogue merges what is said twice."""
    block: list[str] = []
    context, collecting = None, ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        keyword, _space, rest = line.partition(" ")
        if line.startswith('"') and collecting:
            block.append(line)
            continue
        if collecting == "msgid" and (text := "".join(unquoted(part) for part in block)):
            yield Message(text, context=context)
        if collecting == "msgctxt":
            context = "".join(unquoted(part) for part in block)
        collecting = keyword if keyword in {"msgid", "msgctxt"} else ""
        block = [rest] if collecting else []
        if keyword in {"", "msgstr"}:
            context = None if keyword == "" else context


def unquoted(part: str) -> str:
    return part.strip().strip('"').replace('\\"', '"').replace("\\n", "\n")


@pytest.mark.parametrize("path", OURS, ids=named)
def test_both_languages_hold_the_same_placeholders(path: Path):
    differing = []
    for each in messages(path):
        english = set(PLACEHOLDER.findall(" ".join(as_tuple(each.id))))
        for text in as_tuple(each.string):
            missing = set(PLACEHOLDER.findall(text)) ^ english
            # A singular may say "one" instead of its number.
            if missing and not (each.pluralizable and not set(PLACEHOLDER.findall(text)) - english):
                differing.append(f"{one(each.id)!r}: {sorted(missing)}")
    assert differing == []


def test_catalogues_are_found():
    assert len(OURS) > 10
    assert (ROOT / "themes/base/locale/es/LC_MESSAGES/django.po") in OURS
