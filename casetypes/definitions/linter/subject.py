"""What a rule looks at: one file with its places, its references and the names it may use."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from casetypes.definitions.linter.facts import CityFacts, Names
from casetypes.definitions.linter.machine import Machine
from casetypes.definitions.loader import DataPath, Loaded
from casetypes.definitions.problems import Problem, Severity, did_you_mean, phrase
from casetypes.definitions.schema.base import Translated
from casetypes.definitions.schema.references import Evaluates, Marked, Refers, marked
from casetypes.definitions.schema.service import Service

_OWNERS = {
    "transitions": "transition",
    "states": "state",
    "clocks": "clock",
    "checklists": "checklist",
    "work_orders": "work order",
    "scenarios": "scenario",
    "calc": "computed value",
    "desks": "desk",
    "crews": "crew",
    "messages": "message",
    "surveys": "survey",
    "calendars": "calendar",
    "providers": "provider",
    "saml": "provider",
    "rights": "role",
}

_SECTIONS = {
    "state": "states", "transition": "transitions", "clock start": "transitions", "checklist": "checklists",
    "work order": "work_orders", "clock": "clocks", "computed value": "calc", "form field": "form", "field": "form",
}  # fmt: skip

_BRINGS_NAMES = {"form", "fields", "calc", "transitions", "input", "checklists", "items", "evidence"}


def keys_of(loaded: Loaded, *path: str) -> list[str]:
    """Keys of a mapping as a file writes them, also of entries that do not fit; [] where there is none."""
    here: Any = loaded.data
    for segment in path:
        here = here.get(segment) if isinstance(here, dict) else None
    return list(here) if isinstance(here, dict) else []


def _whole_entry(path: DataPath) -> DataPath:
    """The entry of a mapping that a part of a list belongs to."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


class FileUnderLint:
    """Any file of a city. `spec` is its model, as far as its shape allows (see `Loaded.partial`)."""

    def __init__(self, loaded: Loaded, city: CityFacts) -> None:
        self.loaded = loaded
        self.city = city
        self.spec: Any = loaded.partial
        self.memo: dict[str, Any] = {}  # what rules worked out together, by its name

    @cached_property
    def whole(self) -> bool:
        """Nothing had to be left out: rules about how parts work together may speak."""
        return not self.loaded.dropped and not self.lacks_fragment

    @cached_property
    def lacks_fragment(self) -> bool:
        """A fragment that the city has not might bring any page, checklist or clock."""
        return any(problem.rule == "unknown-fragment" for problem in self.loaded.problems)

    @cached_property
    def lacks_names(self) -> bool:
        """Fields, computed values or checklists may be meant that a part which does not fit was to bring."""
        return self.lacks_fragment or any(
            path[0] == "use" or path[-1] in _BRINGS_NAMES or (len(path) == 2 and path[0] in _BRINGS_NAMES)
            for path in self.loaded.dropped
        )

    def problem(
        self,
        rule: str,
        path: DataPath,
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: Severity = "error",
    ) -> Problem:
        """At the value of `path`, or at its key."""
        marks = self.loaded.marks
        mark = marks.key(path) if at_key else marks.value(path)
        return Problem(mark.file, mark.line, mark.column, rule, message, hint, severity)

    def keys(self, *path: str) -> list[str]:
        """Keys of a mapping as the file writes them, also of entries that do not fit."""
        return keys_of(self.loaded, *path)

    @cached_property
    def _marked(self) -> list[Marked]:
        """Not those of what was left out or stands in for something that is missing."""
        left_out, every = self.loaded.dropped, marked(self.spec)
        if not left_out:
            return every
        return [one for one in every if not any(one.path[: len(path)] == path for path in left_out)]

    def unsure(self, *path: str) -> set[str]:
        """Keys of the entries at `path` in which something was left out, or stands in for what does not fit."""
        size = len(path)
        return {str(each[size]) for each in self.loaded.dropped if len(each) > size and each[:size] == path}

    @cached_property
    def settled(self) -> set[tuple[str, int, int]]:
        """Places (file, line, column) that the loader's problems speak of; what the linter would say there follows."""
        marks = self.loaded.marks
        told = [path for path in map(_whole_entry, self.loaded.dropped) if path in marks]
        ends = [path for path in self.loaded.dropped if path in marks]
        return {at[:3] for path in (*told, *ends) for at in (marks.key(path), marks.value(path))}

    def references(self, kind: str) -> Iterator[Marked]:
        return iter(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[str, list[Marked]]:
        kinds: dict[str, list[Marked]] = {}
        for one in self._marked:
            if isinstance(one.mark, Refers):
                kinds.setdefault(one.mark.kind, []).append(one)
        return kinds

    def expressions(self) -> Iterator[Marked]:
        return (one for one in self._marked if isinstance(one.mark, Evaluates))

    def texts(self) -> Iterator[Marked]:
        return (one for one in self._marked if isinstance(one.mark, Translated))

    def names(self, kind: str) -> Names | None:
        """The keys a reference of that kind may name; None when nothing is known about them."""
        return self.city.names.get(kind)

    def unknown(self, rule: str, kind: str) -> Iterator[Problem]:
        """A problem for each reference of a kind to something that does not exist."""
        names = self.names(kind)
        for one in self.references(kind) if names is not None else ():
            if self.key_of(kind, one.value) not in (names or ()):
                yield self.no_such(rule, one, names or ())

    @staticmethod
    def key_of(kind: str, value: str) -> str:
        """The key inside a reference: the role of `role@desk`."""
        return value.partition("@")[0] if kind == "role" else value

    def no_such(self, rule: str, one: Marked, names: Names) -> Problem:
        verb = one.mark.verb if isinstance(one.mark, Refers) else "names"
        kind = one.mark.kind if isinstance(one.mark, Refers) else ""
        hint = did_you_mean(self.key_of(kind, one.value), names)
        message = phrase(
            '%(owner)s %(verb)s "%(value)s"', owner=self.owner(one.path), verb=phrase(verb), value=one.value
        )
        return self.problem(rule, one.path, message, hint, at_key=one.is_key)

    @property
    def fed_service(self) -> Loaded | None:
        """The service that an import fills, when it is one and has its form and its states."""
        key: Any = self.loaded.data.get("service") if self.loaded.kind == "import" else None
        service = self.city.services.get(key) if isinstance(key, str) else None
        if service is None or service.kind != "service" or {("form",), ("states",)} & set(service.dropped):
            return None
        return service

    def owner(self, path: DataPath) -> str:
        """`transition "terminar"`: who a problem at this path is about."""
        if len(path) > 1 and path[0] in _OWNERS:
            return phrase('%(kind)s "%(key)s"', kind=phrase(_OWNERS[str(path[0])]), key=path[1])
        if len(path) > 3 and path[0] == "form":
            return phrase('field "%(key)s"', key=path[3])
        if len(path) > 1 and path[0] == "form":
            return phrase('page "%(key)s"', key=path[1])
        return f'"{path[0]}"' if path else phrase("the file")


class ServiceUnderLint(FileUnderLint):
    """A service, with its own names and its state machine."""

    spec: Service

    @cached_property
    def whole(self) -> bool:
        """Also every way leads from and to a state that exists."""
        ways = self.spec.transitions.values()
        named = {state for way in ways for state in (*way.sources, *(branch.goto for branch in way.to))}
        return super().whole and named <= self.spec.states.keys()

    def names(self, kind: str) -> Names | None:
        own = self._own_names.get(kind)
        return own if own is not None else super().names(kind)

    @cached_property
    def _own_names(self) -> dict[str, Names]:
        transitions = self.keys("transitions")
        names: dict[str, Names] = {
            "state": self.keys("states"),
            "transition": transitions,
            "clock start": ["created", *transitions],
            "checklist": self.keys("checklists"),
            "work order": self.keys("work_orders"),
            "clock": self.keys("clocks"),
            "computed value": self.keys("calc"),
            "form field": self.form_fields,
            "field": [*self.form_fields, *self._other_fields()],
        }
        return {
            kind: keys for kind, keys in names.items() if (_SECTIONS.get(kind),) not in self.loaded.dropped
        }

    @cached_property
    def form_fields(self) -> list[str]:
        return [key for page in self.keys("form") for key in self.keys("form", page, "fields")]

    def _other_fields(self) -> Iterator[str]:
        for checklist in self.keys("checklists"):
            yield from self.keys("checklists", checklist, "items")
        for transition in self.keys("transitions"):
            yield from self.keys("transitions", transition, "input")

    @cached_property
    def machine(self) -> Machine:
        return Machine.of(self.spec)
