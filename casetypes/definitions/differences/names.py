"""What things are called in a definition: by their title or wording, else their key as words; never a bare key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff.paths import Path, at, fields
from casetypes.definitions.differences import conditions
from casetypes.definitions.graph.words import STATUS_WORDS, role_word, status_word, written
from casetypes.kernel.text import pick

CONTEXT = "difference"
_BRACKETS = str.maketrans("[]{}", "()()")
Document = Mapping[str, Any]
CityNames = Mapping[
    str, Mapping[str, Mapping[str, str]]
]  # {"desks": {"bacheo": {"es": "Mesa de bacheo"}}, …}


@dataclass(frozen=True)
class Names:
    """Both documents (lists of branches as mappings, see `diff.lists`), the reader's language and the city's names."""

    old: Document
    new: Document
    language: str
    city: CityNames = field(default_factory=dict)

    def at(self, path: Path, key: str = "title") -> str:
        """The title (or wording) of what stands there, in the newer document first."""
        for document in (self.new, self.old):
            texts = at(document, (*path, key) if key else path)
            if isinstance(texts, Mapping) and (found := pick(_texts(texts), self.language)):
                return found
        return written(str(path[-1]))

    def before(self, path: Path, key: str) -> str:
        """The title or wording that it had."""
        texts = at(self.old, (*path, key))
        found = pick(_texts(texts), self.language) if isinstance(texts, Mapping) else ""
        return found or written(str(path[-1]))

    def state(self, key: Any) -> str:
        if not isinstance(key, str):
            return quoted(flat(key))
        return quoted(self.at(("states", str(key))))

    def step(self, key: Any) -> str:
        if not isinstance(key, str):
            return quoted(flat(key))
        if key == "created":
            return pgettext(CONTEXT, "the opening of the case")
        return quoted(self.at(("transitions", str(key))))

    def question(self, key: Any) -> str:
        """The wording of a question of the form."""
        if not isinstance(key, str):
            return quoted(flat(key))
        for document in (self.new, self.old):
            spec = fields(document).get(str(key))
            texts = spec.get("label") if isinstance(spec, Mapping) else None
            if isinstance(texts, Mapping) and (found := pick(_texts(texts), self.language)):
                return quoted(found)
        return quoted(written(str(key)))

    def of_city(self, section: str, key: Any) -> str:
        """A desk, department, category or calendar by its name."""
        texts = self.city.get(section, {}).get(str(key))
        return quoted(pick(_texts(texts), self.language) if texts else written(str(key).replace("-", " ")))

    def role(self, ref: Any) -> str:
        if not isinstance(ref, str):
            return quoted(flat(ref))
        role, sign, desk = ref.partition("@")
        word = flat(role_word(role))
        return f"{word} ({self.of_city('desks', desk)})" if sign else word

    def status(self, key: Any) -> str:
        return quoted(status_word(str(key)) if key in STATUS_WORDS else written(str(key)))

    def condition(self, expression: Any) -> str:
        return (
            conditions.in_words(expression, self._path) if isinstance(expression, str) else flat(expression)
        )

    def _path(self, path: str) -> str:
        root, _dot, rest = path.partition(".")
        key = rest.partition(".")[0]
        if not rest:
            return _roots().get(root, root.replace("_", " "))
        if root == "form":
            return self.question(key)
        if root in {"checklist", "clock"}:
            return self._settled(root, key, rest.rpartition(".")[2])
        if root in {"calc", "evidence", "input"}:
            return quoted(self._asked(key) if root == "input" else written(key))
        return _roots().get(path) or f"{_roots().get(root, root)} ({written(rest.replace('.', ' ')).lower()})"

    def _settled(self, root: str, key: str, last: str) -> str:
        section = "checklists" if root == "checklist" else "clocks"
        name = quoted(self.at((section, key)))
        if last == "complete":
            return pgettext(CONTEXT, "the checklist %(name)s is complete") % {"name": name}
        if last == "overdue":
            return pgettext(CONTEXT, "the deadline %(name)s has passed") % {"name": name}
        return name

    def _asked(self, key: str) -> str:
        for document in (self.new, self.old):
            for step in at(document, ("transitions",)) or {}:
                texts = at(document, ("transitions", step, "input", key, "label"))
                if isinstance(texts, Mapping):
                    return pick(_texts(texts), self.language)
        return written(key)


def flat(value: Any) -> str:
    """Whatever stands where the language wants something else, without brackets: "motivo: privado, turno: noche"."""
    if isinstance(value, Mapping):
        return ", ".join(f"{written(str(key)).lower()}: {flat(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(flat, value))
    return re.sub(r"(?<=\w)[._](?=[a-z_])", " ", str(value)).translate(_BRACKETS)


def quoted(text: str) -> str:
    """In quotation marks; those inside become the marks of the second level: «“Vía” es calle»."""
    outer, inner = pgettext(CONTEXT, "“%(text)s”"), pgettext(CONTEXT, "‘%(text)s’")
    for mark, within in zip(outer.split("%(text)s"), inner.split("%(text)s"), strict=True):
        text = text.replace(mark, within)
    return outer % {"text": text}


def _texts(texts: Any) -> dict[str, str]:
    return {str(code): text for code, text in texts.items() if isinstance(text, str)}


def _roots() -> dict[str, str]:
    return {
        "case.state": pgettext(CONTEXT, "the state"),
        "case.priority": pgettext(CONTEXT, "the priority"),
        "case.channel": pgettext(CONTEXT, "the channel"),
        "case.desk": pgettext(CONTEXT, "the desk"),
        "case.zone": pgettext(CONTEXT, "the zone"),
        "case.reopened": pgettext(CONTEXT, "the times it was re-opened"),
        "case.age_hours": pgettext(CONTEXT, "the age in hours"),
        "case.opened_at": pgettext(CONTEXT, "the moment of opening"),
        "actor.role": pgettext(CONTEXT, "the role of who acts"),
        "actor.desk": pgettext(CONTEXT, "the desk of who acts"),
        "case": pgettext(CONTEXT, "the case"),
        "actor": pgettext(CONTEXT, "who acts"),
        "now": pgettext(CONTEXT, "now"),
    }
