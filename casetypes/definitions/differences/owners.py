"""Whose a change is: the page, question, state, step or deadline that a path leads to, as a noun phrase."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext, pgettext_lazy

from casetypes.definitions.diff.lists import is_unconditional
from casetypes.definitions.diff.paths import Path
from casetypes.definitions.differences.names import CONTEXT, Names, quoted

# (kind of the owner so far, word of the path) → kind of what stands under the next segment
KINDS = {
    ("service", "form"): "page",
    ("page", "fields"): "question",
    ("question", "fields"): "part",
    ("question", "options"): "answer",
    ("asked", "options"): "answer",
    ("asked", "fields"): "part",
    ("point", "options"): "answer",
    ("part", "options"): "answer",
    ("service", "states"): "state",
    ("service", "transitions"): "step",
    ("step", "input"): "asked",
    ("step", "to"): "branch",
    ("step", "require"): "requirement",
    ("service", "checklists"): "checklist",
    ("checklist", "items"): "point",
    ("service", "work_orders"): "work_order",
    ("service", "clocks"): "deadline",
    ("deadline", "budget"): "time",
    ("deadline", "at"): "mark",
    ("service", "calc"): "value",
    ("service", "priority"): "priority",
    ("service", "access"): "access",
    ("service", "targets"): "target",
    ("service", "scenarios"): "story",
    ("service", "migrate"): "migration",
}
WORDS: dict[str, Any] = {
    "service": pgettext_lazy("difference", "the service"),
    "page": pgettext_lazy("difference", "the page %(name)s"),
    "question": pgettext_lazy("difference", "the question %(name)s"),
    "asked": pgettext_lazy("difference", "the question %(name)s"),
    "part": pgettext_lazy("difference", "the part %(name)s"),
    "answer": pgettext_lazy("difference", "the answer %(name)s"),
    "state": pgettext_lazy("difference", "the state %(name)s"),
    "step": pgettext_lazy("difference", "the step %(name)s"),
    "branch": pgettext_lazy("difference", "the case when %(name)s"),
    "requirement": pgettext_lazy("difference", "the requirement that %(name)s"),
    "checklist": pgettext_lazy("difference", "the checklist %(name)s"),
    "point": pgettext_lazy("difference", "the point %(name)s"),
    "work_order": pgettext_lazy("difference", "the work order %(name)s"),
    "deadline": pgettext_lazy("difference", "the deadline %(name)s"),
    "time": pgettext_lazy("difference", "the time allowed when %(name)s"),
    "mark": pgettext_lazy("difference", "the moment at %(name)s"),
    "value": pgettext_lazy("difference", "the computed value %(name)s"),
    "priority": pgettext_lazy("difference", "the priority of cases where %(name)s"),
    "access": pgettext_lazy("difference", "the protection of the answer to %(name)s"),
    "target": pgettext_lazy("difference", "the goal for %(name)s"),
    "story": pgettext_lazy("difference", "the example story %(name)s"),
    "migration": pgettext_lazy("difference", "the rule for running cases of version %(name)s"),
}
UNCONDITIONALLY: dict[str, Any] = {
    "branch": pgettext_lazy("difference", "every other case"),
    "time": pgettext_lazy("difference", "the time allowed to every other case"),
    "priority": pgettext_lazy("difference", "the priority of every other case"),
}
LABELLED = frozenset({"question", "asked", "part", "point"})
CONDITIONAL = frozenset({"branch", "requirement", "time", "priority"})


@dataclass(frozen=True)
class Owner:
    kind: str
    path: Path = ()
    parent: "Owner | None" = None

    @property
    def key(self) -> str:
        return str(self.path[-1]) if self.path else ""

    def name(self, names: Names) -> str:
        """Quoted where it is a name; a condition in words; "" for the service."""
        if self.kind in CONDITIONAL:
            return names.condition(self.key)
        if self.kind == "access":
            return names.question(self.key)
        if self.kind in {"mark", "migration"}:
            return self.key.removeprefix("from ")
        if self.kind == "story":
            return quoted(self.key.replace("_", " "))
        if self.kind == "target":
            return quoted(names.at(("clocks", self.key)))
        key = "label" if self.kind in LABELLED else "" if self.kind == "answer" else "title"
        return quoted(names.at(self.path, key))

    def words(self, names: Names) -> str:
        """ "the question “Vía” of the page …": a noun phrase that begins in lower case."""
        template = WORDS[self.kind]
        if is_unconditional(self.key) and self.kind in UNCONDITIONALLY:
            template = UNCONDITIONALLY[self.kind]
        own = str(template) % {"name": self.name(names)}
        outer = self.parent if self.parent and self.parent.kind not in {"service", "page"} else None
        return of(own, outer.words(names)) if outer else own


SERVICE = Owner("service")


def owner_of(path: Path) -> tuple[Owner, Path]:
    """The innermost owner of a path, and what of the path is left under it."""
    owner, index = SERVICE, 0
    while index + 1 < len(path) and (kind := KINDS.get((owner.kind, str(path[index])))):
        index += 2
        owner = Owner(kind, path[:index], owner)
    return owner, path[index:]


def of(what: str, owner: str) -> str:
    """ "the help of the question “Vía”"."""
    return contracted(pgettext(CONTEXT, "%(what)s of %(owner)s") % {"what": what, "owner": owner})


def contracted(words: str) -> str:
    """Spanish joins "de el" and "a el"; other languages are left alone."""
    if not (get_language() or "").startswith("es"):
        return words
    return re.sub(r"\b(de|a) el(?= )", lambda found: found[1] + "l", words)


def sentence(template: str, **values: str) -> str:
    """The words of a template as a sentence that begins with a capital."""
    text = contracted(template % values)
    return text[:1].upper() + text[1:]
