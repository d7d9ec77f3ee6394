"""Another version's terms: which of its states and fields stand for those of the version a case ran under, and what
its rules can know of that case at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Transition
from casetypes.kernel.expressions import references

Path = tuple[str, ...]
ALWAYS_KNOWN = frozenset({"case", "now", "calc"})
REASONS = ("form", "calc", "case", "input")
STAFF_DESK = ("actor", "desk")


@dataclass(frozen=True)
class Terms:
    """`own` is the version the case ran under, `judging` the one that looks at it; they may be the same."""

    own: CompiledService
    judging: CompiledService

    @cached_property
    def same(self) -> bool:
        return self.own is self.judging

    @cached_property
    def _states(self) -> Mapping[str, str]:
        rules = self.judging.spec.migrate.get(f"from {self.own.number}")
        return {} if rules is None or self.same else rules.states

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        rules = self.judging.spec.migrate.get(f"from {self.own.number}")
        moved = {} if rules is None or self.same else rules.fields
        return {old: new for old, new in moved.items() if new}

    def state(self, key: str) -> str:
        """The judging version's name of a recorded state."""
        return self._states.get(key, key)

    def answers(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answers under the judging version's names."""
        if not self._fields:
            return given
        return {self._fields.get(key, key): value for key, value in given.items()}

    @cached_property
    def asked(self) -> frozenset[str]:
        """Fields, by the judging version's names, that the case was asked."""
        return frozenset(self._fields.get(key, key) for key in self.own.fields)

    @cached_property
    def evidence(self) -> frozenset[str]:
        """Kinds of evidence that the case's own version collected, wherever it asked for a file."""
        spec = self.own.spec
        asked = [page.fields for page in spec.form.values()]
        asked += [each.input for each in spec.transitions.values()]
        asked += [each.items for each in spec.checklists.values()]
        kinds = (getattr(field, "evidence", None) for fields in asked for field in fields.values())
        return frozenset(kind for kind in kinds if kind)

    def unknown(self, texts: Iterable[str], transition: str) -> frozenset[Path]:
        """What these expressions read and nobody wrote down under the case's own version."""
        return frozenset(
            path for text in texts for path in references(text) if not self._known(path, transition)
        )

    def unasked(self, texts: Iterable[str]) -> frozenset[str]:
        """Answers that these expressions read and that cases of the own version were never asked for."""
        paths = (path for text in texts for path in references(text))
        return frozenset(
            path[1] for path in paths if path[0] == "form" and path[1:] and path[1] not in self.asked
        )

    def _known(self, path: Path, transition: str) -> bool:
        root, key = path[0], path[1] if len(path) > 1 else None
        if root in ALWAYS_KNOWN or key is None:
            return True
        if root == "form":
            return key in self.asked
        if root == "input":
            own = self.own.spec.transitions.get(transition)
            return own is not None and key in own.input and not own.input[key].is_personal
        if root == "checklist":
            return key in self.own.spec.checklists and path[2:3] == ("complete",)
        if root == "evidence":
            return key in self.evidence
        if root == "clock":
            return key in self.judging.spec.clocks
        return path[:2] != STAFF_DESK


def texts_of(spec: Transition) -> list[str]:
    """Every expression that decides a move: requirements and branches."""
    return [*(each.that for each in spec.require), *(branch.when for branch in spec.to if branch.when)]


def secret_paths(compiled: CompiledService) -> frozenset[Path]:
    """Answers whose values no reason may show: personal ones, those that `access` keeps for some roles, and computed
    values made of them."""
    secret: set[Path] = {("form", key) for key in compiled.personal_fields | compiled.spec.access.keys()}
    grown = True
    while grown:
        more = {
            ("calc", key)
            for key, calc in compiled.spec.calc.items()
            if any(path[:2] in secret for path in references(calc.formula))
        }
        grown = not more <= secret
        secret |= more
    return frozenset(secret)


def shown(
    secret: frozenset[Path], texts: Iterable[str], roots: Mapping[str, Any]
) -> tuple[tuple[str, Any], ...]:
    """What these expressions read, with the values, as reasons; of secret answers and of input the name alone."""
    paths = {path[:2] for text in texts for path in references(text) if path[0] in REASONS and path[1:]}
    return tuple(
        (
            ".".join(path),
            None if path in secret or path[0] == "input" else _plain(roots[path[0]].get(path[1])),
        )
        for path in sorted(paths)
    )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
