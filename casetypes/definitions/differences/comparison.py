"""Two versions of a service compared: every difference in words, by how grave it is, with the open cases it meets."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import npgettext, override, pgettext, pgettext_lazy

from casetypes.definitions.diff import Change, ChangeClass, Path, changes, classify
from casetypes.definitions.diff.lists import keyed
from casetypes.definitions.differences.impact import (
    OpenCases,
    Wanted,
    asked_by,
    asked_by_all,
    basis_of,
    count,
    in_words,
)
from casetypes.definitions.differences.names import CONTEXT, CityNames, Document, Names
from casetypes.definitions.differences.stories import is_story, tell_stories
from casetypes.definitions.differences.telling import tell

TITLES = {
    "removal": pgettext_lazy("difference", "Taken away"),
    "rule": pgettext_lazy("difference", "Rules"),
    "addition": pgettext_lazy("difference", "Additions"),
    "text": pgettext_lazy("difference", "Texts"),
}
MEANINGS = {
    "removal": pgettext_lazy(
        "difference", "Running cases may need it; the rules of migration say where they go."
    ),
    "rule": pgettext_lazy(
        "difference", "For new cases only: no legal basis is recorded (effective: {basis})."
    ),
    "addition": pgettext_lazy("difference", "New, and takes nothing away."),
    "text": pgettext_lazy("difference", "What people read; running cases show it at once."),
}


@dataclass(frozen=True)
class Side:
    """One of the two: a version by its number, or a text that is none yet (None)."""

    document: Document
    number: int | None = None


@dataclass(frozen=True)
class Difference:
    """One change. `count`: open cases that it meets, None where nobody counted."""

    kind: ChangeClass
    path: Path
    sentences: tuple[str, ...]
    count: int | None = None

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Group:
    """Differences of one class, with what the class means for cases."""

    kind: ChangeClass
    title: str
    meaning: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """`kind` is the gravest class; "text" when nothing differs. `basis`: the legal basis of the newer version."""

    service: str
    kind: str
    differences: tuple[Difference, ...]
    open_cases: OpenCases
    basis: str

    def groups(self) -> list[Group]:
        """The gravest first; classes without any difference are left out. In the active language."""
        found = [
            Group(kind, str(TITLES[kind]), self._meaning(kind), tuple(self._of(kind)))
            for kind in ("removal", "rule", "addition", "text")
        ]
        return [group for group in found if group.differences]

    def _of(self, kind: str) -> list[Difference]:
        return [each for each in self.differences if each.kind == kind]

    def _meaning(self, kind: str) -> str:
        if kind == "rule" and self.basis:
            return self._of_basis()
        if kind == "text" and self.kind != "text":
            return pgettext(CONTEXT, "What people read; it reaches a case together with the other changes.")
        return str(MEANINGS[kind])

    def _of_basis(self) -> str:
        template = pgettext(CONTEXT, "Its legal basis is %(basis)s: running cases may be moved to it.")
        if number := self.open_cases.total:
            template = npgettext(
                CONTEXT,
                "Its legal basis is %(basis)s: %(number)s open case may be moved to it.",
                "Its legal basis is %(basis)s: %(number)s open cases may be moved to it.",
                number,
            )
        return template % {"basis": self.basis, "number": number}


def compare(
    service: str, old: Side, new: Side, *, language: str, city: CityNames | None = None, counted: bool = True
) -> Comparison:
    """`counted=False` leaves open cases out. The number of queries does not depend on what differs."""
    found = changes(old.document, new.document, old.number)
    wanted = Wanted(service, new.number, asked_by_all(found, old.document))
    open_cases = count(wanted) if counted else OpenCases()
    basis = basis_of(new.document)
    names = Names(keyed(old.document), keyed(new.document), language, city or {})
    with override(language):
        each = ((change, tell(change, names)) for change in found if not is_story(change))
        stories = tell_stories(filter(is_story, found), names)
        told = tuple(
            _difference(change, said, old.document, open_cases, basis)
            for change, said in chain(each, stories)
        )
    return Comparison(service, classify(old.document, new.document, old.number), told, open_cases, basis)


def _difference(
    change: Change, said: list[str], old: Document, open_cases: OpenCases, basis: str
) -> Difference:
    asked = asked_by(change, old)
    first, *others = dict.fromkeys(said)
    impact = in_words(change, asked, open_cases, basis)
    sentence = f"{first.removesuffix('.')}; {impact}." if impact else first
    met = open_cases.counts.get(asked, 0) if open_cases.known else None
    return Difference(change.kind, change.path, (sentence, *others), met)


def city_names(files: Mapping[str, Any]) -> CityNames:
    """Names of desks, departments, categories and calendars, from the documents of a city by their kind."""
    city, desks, calendars = (files.get(kind) or {} for kind in ("city", "desks", "calendars"))
    return {
        "desks": _named(desks.get("desks"), "name"),
        "departments": _named(city.get("departments")),
        "categories": _named(city.get("categories")),
        "calendars": _named(calendars.get("calendars"), "name"),
    }


def _named(entries: Any, key: str = "") -> dict[str, Mapping[str, str]]:
    found = entries.items() if isinstance(entries, Mapping) else ()
    texts = (
        (name, (entry.get(key) if key else entry)) for name, entry in found if isinstance(entry, Mapping)
    )
    return {str(name): each for name, each in texts if isinstance(each, Mapping)}
