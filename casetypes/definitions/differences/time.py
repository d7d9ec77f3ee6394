"""Deadlines, their budgets and marks; and the priority rules."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff import Change
from casetypes.definitions.diff.lists import is_unconditional
from casetypes.definitions.diff.paths import Path, at
from casetypes.definitions.differences.flow import told_effects
from casetypes.definitions.differences.names import CONTEXT, Names, flat, quoted
from casetypes.definitions.differences.owners import Owner, of, sentence
from casetypes.definitions.differences.phrases import came_and_went, in_another_order
from casetypes.definitions.differences.values import PRIORITIES, span


def tell(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if owner.kind == "priority":
        return _priority(change, owner, rest, names)
    if owner.kind == "time":
        return _time(change, owner, rest, names)
    if owner.kind == "mark":
        return _mark(change, owner, names)
    return _deadline(change, owner, rest, names)


def _deadline(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    subject = owner.words(names)
    if not rest:
        return _whole_deadline(change, subject)
    if rest == ("budget",) and change.what == "order":
        what = of(pgettext(CONTEXT, "the conditions"), subject)
        return [in_another_order(what, [_cases(key, names) for key in change.after])]
    lists = {
        "starts": (
            pgettext(CONTEXT, "%(subject)s now starts with %(member)s."),
            pgettext(CONTEXT, "%(subject)s no longer starts with %(member)s."),
            names.step,
        ),
        "stops": (
            pgettext(CONTEXT, "%(subject)s now also stops with the step %(member)s."),
            pgettext(CONTEXT, "%(subject)s no longer stops with the step %(member)s."),
            names.step,
        ),
        "runs_in": (
            pgettext(CONTEXT, "%(subject)s now also runs in the state %(member)s."),
            pgettext(CONTEXT, "%(subject)s no longer runs in the state %(member)s."),
            names.state,
        ),
        "pauses_in": (
            pgettext(CONTEXT, "%(subject)s now also pauses in the state %(member)s."),
            pgettext(CONTEXT, "%(subject)s no longer pauses in the state %(member)s."),
            names.state,
        ),
    }
    if len(rest) == 1 and (found := lists.get(str(rest[0]))):
        came, went, name = found
        return came_and_went(change, came, went, name, subject=subject)
    return []


def _whole_deadline(change: Change, subject: str) -> list[str]:
    if change.what != "added" or not isinstance(change.after, Mapping):
        return []
    budgets = change.after.get("budget")
    spans = [span(rule.get("is")) for rule in budgets.values()] if isinstance(budgets, Mapping) else []
    template = pgettext(CONTEXT, "%(subject)s is added; it allows %(spans)s.")
    return [sentence(template, subject=subject, spans=" / ".join(filter(None, spans)) or "—")]


def _time(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    deadline = owner.parent.words(names) if owner.parent else ""
    values = {"subject": of(deadline, _cases(owner.key, names)) if _several(owner, names) else deadline}
    if rest not in {(), ("is",)}:
        return []
    before, after = (_allowed(value) for value in (change.before, change.after))
    if before and after:
        before = _without_the_unit_of(after, before)
        template = pgettext(CONTEXT, "%(subject)s goes from %(before)s to %(after)s.")
    elif after:
        template = pgettext(CONTEXT, "%(subject)s is now %(after)s.")
    else:
        template = pgettext(CONTEXT, "%(subject)s is no longer %(before)s.")
    return [sentence(template, before=before, after=after, **values)]


def _several(owner: Owner, names: Names) -> bool:
    """Whether the deadline tells cases apart, in either version."""
    return any(len(at(document, owner.path[:3]) or {}) > 1 for document in (names.old, names.new))


def _allowed(value: Any) -> str:
    written = value.get("is") if isinstance(value, Mapping) else value
    return "" if written is None else span(written) or quoted(str(written).replace("_", " "))


def _without_the_unit_of(after: str, before: str) -> str:
    """ "from 5 to 3 working days": the unit is said once when both have it."""
    return before.partition(" ")[0] if before.partition(" ")[2] == after.partition(" ")[2] else before


def _cases(condition: str, names: Names) -> str:
    """ "normal cases": those for which no other condition holds."""
    if is_unconditional(condition):
        return pgettext(CONTEXT, "normal cases")
    return pgettext(CONTEXT, "cases where %(condition)s") % {"condition": names.condition(condition)}


def _mark(change: Change, owner: Owner, names: Names) -> list[str]:
    template = pgettext(CONTEXT, "%(percent)s of %(deadline)s")
    deadline = owner.parent.words(names) if owner.parent else ""
    return told_effects(change, template % {"percent": flat(owner.key), "deadline": deadline}, names)


def _priority(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if rest not in {(), ("is",)}:
        return []
    values = {"cases": _cases(owner.key, names)}
    before, after = (_named(value) for value in (change.before, change.after))
    if before and after:
        template = pgettext(CONTEXT, "The priority of %(cases)s goes from %(before)s to %(after)s.")
    elif after:
        template = pgettext(CONTEXT, "The priority of %(cases)s is now %(after)s.")
    else:
        template = pgettext(CONTEXT, "The priority of %(cases)s is no longer %(before)s.")
    return [sentence(template, before=before, after=after, **values)]


def _named(value: Any) -> str:
    key = value.get("is") if isinstance(value, Mapping) else value
    return "" if key is None else quoted(str(PRIORITIES.get(str(key), key)))
