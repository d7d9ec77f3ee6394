"""Where a running case goes when it leaves its version for a later one: states, answers and clocks. No Django.

A version says under `migrate: {from N: …}` what becomes of version N. From one version to another the shortest way is
taken: a rule that names the version, else version by version. What no rule names stays under its own key, and where
the later version has no such key the case has no place there.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from casetypes.definitions.diff import changes

Document = Mapping[str, Any]
FieldFate = Literal["kept", "renamed", "converted", "dropped", "homeless"]
ClockRule = Literal["keep_consumed", "restart"]
DESCRIBING = frozenset({"migrate", "effective", "scenarios", "targets", "metrics", "steward", "category"})


@dataclass(frozen=True)
class Version:
    """A published version: its number and its merged document."""

    number: int
    document: Document


@dataclass(frozen=True)
class FieldStep:
    """One field of the earlier version. `target` None: its answers are let go, or (homeless) nothing says where to."""

    source: str
    target: str | None
    fate: FieldFate
    source_type: str
    target_type: str = ""


@dataclass(frozen=True)
class Plan:
    """What becomes of the cases of one version.

    `states` maps each state to the one in the later version, None where there is none. `ends` are states that would
    end a case: a migration closes nothing. `recompute`: computed values and priority are worked out again.
    `changes_rules`: something that decides differs, so running cases follow only with a legal `basis`, which the later
    version may state itself.
    """

    source: int
    target: int
    path: tuple[int, ...]
    states: Mapping[str, str | None]
    ends: frozenset[str]
    fields: Mapping[str, FieldStep]
    added: tuple[str, ...]
    clocks: ClockRule
    recompute: bool
    changes_rules: bool
    basis: str

    @property
    def moves_answers(self) -> bool:
        return any(step.fate != "kept" for step in self.fields.values())


class NoWay(ValueError):
    """There is no way between two versions: one is not there, or the later one is not later."""


def plan(versions: Sequence[Version], source: int, target: int) -> Plan:
    """From version `source` to `target`. `versions` are all from one to the other, in any order; raises NoWay."""
    documents = {version.number: version.document for version in versions}
    path = _way(documents, source, target)
    hops = [(documents[number], _rules(documents[number], before)) for before, number in _pairs(path)]
    old, new = documents[source], documents[target]
    states = {state: _state_after(state, hops) for state in old.get("states", {})}
    return Plan(
        source=source, target=target, path=path, states=states, ends=_ending(states, new),
        fields=_fields(old, new, hops), added=tuple(key for key in _field_types(new) if key not in _reached(old, hops)),
        clocks="restart" if any(rules.get("clocks") == "restart" for _new, rules in hops) else "keep_consumed",
        recompute=any(rules.get("rules") == "recompute" for _new, rules in hops),
        changes_rules=any(_decides(documents[before], documents[number], before) for before, number in _pairs(path)),
        basis=str((new.get("effective") or {}).get("basis") or ""),
    )  # fmt: skip


def _way(documents: Mapping[int, Document], source: int, target: int) -> tuple[int, ...]:
    """The fewest steps along rules that name a version and along neighbours; a rule goes first."""
    if source not in documents or target not in documents or source >= target:
        raise NoWay(f"no way from version {source} to version {target}")
    found: dict[int, int] = {}
    waiting = deque([source])
    while waiting and target not in found:
        number = waiting.popleft()
        for later in _next(documents, number, target):
            if later not in found:
                found[later] = number
                waiting.append(later)
    if target not in found:
        raise NoWay(f"no way from version {source} to version {target}")
    way = [target]
    while way[-1] != source:
        way.append(found[way[-1]])
    return tuple(reversed(way))


def _next(documents: Mapping[int, Document], number: int, target: int) -> Iterator[int]:
    later = [each for each in sorted(documents, reverse=True) if number < each <= target]
    yield from (each for each in later if f"from {number}" in documents[each].get("migrate", {}))
    yield from later[-1:]


def _pairs(path: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(path, path[1:], strict=False))


def _rules(document: Document, before: int) -> Mapping[str, Any]:
    return document.get("migrate", {}).get(f"from {before}", {})


Hops = list[tuple[Document, Mapping[str, Any]]]


def _state_after(state: str, hops: Hops) -> str | None:
    for document, rules in hops:
        state = rules.get("states", {}).get(state, state)
        if state not in document.get("states", {}):
            return None
    return state


def _ending(states: Mapping[str, str | None], new: Document) -> frozenset[str]:
    """States of the earlier version that lead to a final one. A final state has no running cases."""
    final = {key for key, state in new.get("states", {}).items() if (state or {}).get("final")}
    return frozenset(before for before, after in states.items() if after in final)


def _fields(old: Document, new: Document, hops: Hops) -> dict[str, FieldStep]:
    before, after = _field_types(old), _field_types(new)
    return {key: _field_step(key, options, after, hops) for key, options in before.items()}


def _field_step(key: str, options: Any, after: Mapping[str, Any], hops: Hops) -> FieldStep:
    target, dropped = _field_after(key, hops)
    kind = str(options.get("type"))
    if target is None or target not in after:
        return FieldStep(key, None, "dropped" if dropped else "homeless", kind)
    new_kind = str(after[target].get("type"))
    fate: FieldFate = "converted" if _stores_otherwise(options, after[target]) else "kept"
    if fate == "kept" and target != key:
        fate = "renamed"
    return FieldStep(key, target, fate, kind, new_kind)


def _stores_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Another type, or options that a stored answer may no longer fit. Limits on new answers do not reach back."""
    if old.get("type") != new.get("type"):
        return True
    if old.get("type") == "group":
        return _inner(old) != _inner(new)
    gone = set(old.get("options") or {}) - set(new.get("options") or {})
    return bool(gone)


def _inner(group: Mapping[str, Any]) -> dict[str, Any]:
    return {key: field.get("type") for key, field in (group.get("fields") or {}).items()}


def _field_after(key: str, hops: Hops) -> tuple[str | None, bool]:
    """The key in the later version, and whether a rule lets its answers go."""
    for document, rules in hops:
        moved = rules.get("fields", {})
        if key in moved and moved[key] is None:
            return None, True
        key = moved.get(key, key)
        if key not in _field_types(document):
            return None, False
    return key, False


def _reached(old: Document, hops: Hops) -> set[str]:
    return {after for key in _field_types(old) if (after := _field_after(key, hops)[0])}


def _field_types(document: Document) -> dict[str, Mapping[str, Any]]:
    return {
        key: options
        for page in document.get("form", {}).values()
        for key, options in page.get("fields", {}).items()
    }


def _decides(old: Document, new: Document, number: int) -> bool:
    """Whether anything that decides about cases differs or is gone; another name for the same thing does not count."""
    return any(
        change.kind in {"rule", "removal"} and change.what != "renamed" and change.path[0] not in DESCRIBING
        for change in changes(old, new, number)
    )
