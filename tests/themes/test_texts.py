"""The Spanish of the look: one file, no text twice, none of ours missing."""

from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

CATALOGUE = Path(settings.BASE_DIR) / "themes" / "base" / "locale" / "es" / "LC_MESSAGES" / "django.po"


def messages() -> list[tuple[str, str]]:
    with CATALOGUE.open("rb") as file:
        found = [message for message in read_po(file, abort_invalid=True) if message.id]
    return [(_first(message.id), _first(message.string)) for message in found]


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def test_nothing_is_left_untranslated():
    assert [text for text, spanish in messages() if not spanish] == []


def test_no_text_is_written_twice():
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    contexts = [before if before.startswith("msgctxt ") else "" for before in ["", *lines]]
    entries = [
        (context, line) for context, line in zip(contexts, lines, strict=False) if line.startswith("msgid ")
    ]
    counted = Counter(entry for entry in entries if entry != ("", 'msgid ""'))
    assert [entry for entry, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Referred", "Turnado"),
        ("What do you need?", "¿Qué necesita?"),
        ("How it is computed", "Cómo se calcula"),
    ],
)
def test_the_page_speaks_spanish(english: str, spanish: str):
    with translation.override("es"):
        assert gettext(english) == spanish
