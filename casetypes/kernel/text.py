"""Texts in several languages, and words as people type them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches

Texts = Mapping[str, str]


def pick(texts: Texts, language: str, fallback: str = "es") -> str:
    """The text in `language` ("es-MX" falls back to "es"), else in `fallback`, else any, else ""."""
    for candidate in (language, language.lower().partition("-")[0], fallback):
        if found := texts.get(candidate):
            return found
    return next((text for text in texts.values() if text), "")


def plain(texts: Texts) -> str:
    """One text for logs, file names and error messages, whatever the reader's language."""
    return pick(texts, "es")


def normalise(text: str) -> str:
    """Lower case, without accents, single spaces: to sort and to search ("Ávila" sorts before "zapata")."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `word`, for "did you mean"; None when nothing is near."""
    by_form: dict[str, str] = {}
    for candidate in candidates:
        by_form.setdefault(normalise(candidate), candidate)
    found = get_close_matches(normalise(word), list(by_form), n=1, cutoff=0.6)
    return by_form[found[0]] if found else None


def nearest(word: str, candidates: Iterable[str], count: int) -> list[str]:
    """The candidates that are most like `word`, the nearest first, however unlike it they are."""
    bare = normalise(word)
    alike = [(SequenceMatcher(None, normalise(each), bare).ratio(), each) for each in candidates]
    return [each for _ratio, each in sorted(alike, key=lambda one: (-one[0], one[1]))[:count]]


def slug(text: str) -> str:
    """Letters, digits and dashes for an address: "Dirección de Obras" becomes "direccion-de-obras"."""
    return re.sub(r"[^a-z0-9]+", "-", normalise(text)).strip("-")
