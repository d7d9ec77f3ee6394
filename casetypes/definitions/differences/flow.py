"""States and steps: where a step leads, who takes it, what it demands and what it does."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff import Change
from casetypes.definitions.diff.lists import is_unconditional
from casetypes.definitions.diff.paths import Path
from casetypes.definitions.differences import effects
from casetypes.definitions.differences.names import CONTEXT, Names, quoted
from casetypes.definitions.differences.owners import Owner, of, sentence
from casetypes.definitions.differences.phrases import came_and_went, in_another_order


def tell(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if change.what == "renamed":
        return [_renamed(change, owner, names)]
    if owner.kind == "state":
        return _state(change, owner, rest, names)
    if owner.kind == "requirement":
        return _requirement(change, owner, rest, names)
    if owner.kind == "branch":
        return _branch(change, owner, rest, names)
    return _step(change, owner, rest, names)


def _renamed(change: Change, owner: Owner, names: Names) -> str:
    before = quoted(names.before(("states", change.before), "title"))
    if before == owner.name(names):
        template = pgettext(
            CONTEXT, "%(subject)s changes its key, %(old)s → %(new)s, and its cases stay in it."
        )
        return sentence(template, subject=owner.words(names), old=change.before, new=owner.key)
    template = pgettext(CONTEXT, "%(subject)s takes the place of %(before)s, and its cases stay in it.")
    return sentence(template, subject=owner.words(names), before=before)


def _state(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if rest or change.what != "added" or not isinstance(change.after, Mapping):
        return []
    if not change.after.get("public"):
        return []
    template = pgettext(CONTEXT, "%(subject)s is added; citizens read %(status)s.")
    return [sentence(template, subject=owner.words(names), status=names.status(change.after.get("public")))]


def _step(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    subject = owner.words(names)
    if not rest:
        return _whole_step(change, subject, names)
    if change.what == "order" and rest == ("to",):
        what = of(pgettext(CONTEXT, "the ways out"), subject)
        return [in_another_order(what, [_when(key, names) for key in change.after])]
    if rest == ("do",):
        return told_effects(change, subject, names)
    if rest == ("not_by",):
        return _not_by(change, subject, names)
    if rest == ("within",):
        return []
    lists = {
        "from": (
            pgettext(CONTEXT, "%(subject)s can now also be taken from the state %(member)s."),
            pgettext(CONTEXT, "%(subject)s can no longer be taken from the state %(member)s."),
            names.state,
        ),
        "by": (
            pgettext(CONTEXT, "%(subject)s can now also be taken by: %(member)s."),
            pgettext(CONTEXT, "%(subject)s can no longer be taken by: %(member)s."),
            names.role,
        ),
    }
    if len(rest) == 1 and (found := lists.get(str(rest[0]))):
        came, went, name = found
        return came_and_went(change, came, went, name, subject=subject)
    return []


def _whole_step(change: Change, subject: str, names: Names) -> list[str]:
    if change.what != "added" or not isinstance(change.after, Mapping):
        return []
    sources, roles = change.after.get("from"), change.after.get("by")
    values = {
        "sources": ", ".join(map(names.state, sources if isinstance(sources, list) else [])) or "—",
        "roles": ", ".join(map(names.role, roles if isinstance(roles, list) else [])) or "—",
    }
    template = pgettext(CONTEXT, "%(subject)s is added; it is taken from %(sources)s by: %(roles)s.")
    return [sentence(template, subject=subject, **values)]


def _not_by(change: Change, subject: str, names: Names) -> list[str]:
    now = pgettext(CONTEXT, "%(subject)s can no longer be taken by whoever took the step %(other)s.")
    again = pgettext(CONTEXT, "%(subject)s can now also be taken by whoever took the step %(other)s.")
    told = [(now, change.after), (again, change.before)]
    return [sentence(template, subject=subject, other=names.step(other)) for template, other in told if other]


def told_effects(change: Change, subject: str, names: Names) -> list[str]:
    """`subject`: when it happens, as a noun phrase: "the step “Programar”"."""
    came = pgettext(CONTEXT, "With %(subject)s now also: %(member)s.")
    went = pgettext(CONTEXT, "With %(subject)s no longer: %(member)s.")
    found = came_and_went(change, came, went, lambda effect: effects.in_words(effect, names), subject=subject)
    if found or not isinstance(change.after, list):
        return found
    what = pgettext(CONTEXT, "the effects of %(subject)s") % {"subject": subject}
    return [in_another_order(what, [effects.in_words(effect, names) for effect in change.after])]


def _when(condition: str, names: Names) -> str:
    if is_unconditional(condition):
        return pgettext(CONTEXT, "in every other case")
    return pgettext(CONTEXT, "when %(condition)s") % {"condition": names.condition(condition)}


def _branch(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    step = owner.parent.words(names) if owner.parent else ""
    when = _when(owner.key, names)
    if rest == ("do",):
        return told_effects(change, f"{step} {when}", names)
    values = {"subject": step, "when": when}
    if rest == ("goto",) and change.before and change.after:
        template = pgettext(CONTEXT, "%(subject)s, %(when)s, now leads to %(after)s instead of %(before)s.")
        return [
            sentence(template, before=names.state(change.before), after=names.state(change.after), **values)
        ]
    if rest:
        return []
    target = change.after or change.before
    if not isinstance(target, Mapping) or not target.get("goto"):
        return []
    state = names.state(target["goto"])
    template = (
        pgettext(CONTEXT, "%(subject)s, %(when)s, now leads to %(state)s.")
        if change.what == "added"
        else pgettext(CONTEXT, "%(subject)s, %(when)s, no longer leads to %(state)s.")
    )
    return [sentence(template, state=state, **values), *_branch_effects(change, f"{step} {when}", names)]


def _branch_effects(change: Change, when: str, names: Names) -> list[str]:
    before, after = (_effects(value) for value in (change.before, change.after))
    if not before and not after:
        return []
    return told_effects(Change(change.path, before, after, change.kind), when, names)


def _effects(branch: Any) -> list[Any]:
    found = branch.get("do") if isinstance(branch, Mapping) else None
    return found if isinstance(found, list) else []


def _requirement(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if rest or not owner.parent:
        return []
    template = (
        pgettext(CONTEXT, "%(subject)s now requires that: %(condition)s.")
        if change.what == "added"
        else pgettext(CONTEXT, "%(subject)s no longer requires that: %(condition)s.")
    )
    return [sentence(template, subject=owner.parent.words(names), condition=owner.name(names))]
