"""What belongs to the service as a whole: order of pages and states, what is public, fragments, opening."""

from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff import Change
from casetypes.definitions.diff.paths import Path
from casetypes.definitions.differences.flow import told_effects
from casetypes.definitions.differences.names import CONTEXT, Names, quoted
from casetypes.definitions.differences.owners import Owner, owner_of, sentence
from casetypes.definitions.differences.phrases import came_and_went, in_another_order, members
from casetypes.definitions.differences.subjects import subject
from casetypes.definitions.differences.values import in_words
from casetypes.definitions.graph.words import written


def tell_story(change: Change, owner: Owner, _rest: Path, names: Names) -> list[str]:
    """Of an example story only that it changed: it proves the service and decides nothing."""
    if change.what in {"added", "removed"} and len(change.path) == 2:
        return []
    return [sentence(pgettext(CONTEXT, "%(subject)s changes."), subject=owner.words(names))]


def tell(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if change.what == "order":
        return _order(change, rest, names)
    if rest == ("use",):
        return _fragments(change)
    if rest == ("offered",):
        return [_offered(change.after)]
    if rest == ("on_open", "do"):
        return told_effects(change, pgettext(CONTEXT, "the opening of the case"), names)
    if rest == ("public", "show"):
        came = pgettext(CONTEXT, "Everybody now sees the answer to %(member)s.")
        went = pgettext(CONTEXT, "The answer to %(member)s is no longer shown to everybody.")
        return came_and_went(change, came, went, names.question)
    if _is_plain_list(change):
        return _members(change, owner, rest, names)
    return []


def _offered(to: Any) -> str:
    if to == "nobody":
        return pgettext(CONTEXT, "Nobody can ask for the service any more; its cases go on until they close.")
    if to == "staff":
        return pgettext(CONTEXT, "Only staff open cases of the service now; the public cannot ask for it.")
    return pgettext(CONTEXT, "Everybody can ask for the service now.")


def _order(change: Change, rest: Path, names: Names) -> list[str]:
    if rest == ("states",) and change.before[0] != change.after[0]:
        template = pgettext(CONTEXT, "New cases now start in the state %(after)s instead of %(before)s.")
        before, after = (names.state(order[0]) for order in (change.before, change.after))
        return [sentence(template, before=before, after=after)]
    what = {
        "states": pgettext(CONTEXT, "the states"),
        "form": pgettext(CONTEXT, "the pages of the form"),
        "transitions": pgettext(CONTEXT, "the steps"),
        "priority": pgettext(CONTEXT, "the rules of priority"),
    }.get(str(rest[-1]) if rest else "")
    if what is None:
        return []
    return [in_another_order(what, [_member(change.path, key, names) for key in change.after])]


def _member(path: Path, key: str, names: Names) -> str:
    owner = owner_of((*path, key))[0]
    return owner.name(names) or owner.words(names)


def _fragments(change: Change) -> list[str]:
    """Pins that came, went, or name another version of the same fragment."""
    came, went = ([pin for pin in pins if isinstance(pin, str)] for pins in members(change))
    old = {_name(pin): _version(pin) for pin in went}
    new = {_name(pin): _version(pin) for pin in came}
    told = []
    for name in [*new, *(name for name in old if name not in new)]:
        if name in old and name in new:
            template = pgettext(
                CONTEXT, "The shared part %(name)s goes from version %(before)s to version %(after)s."
            )
        elif name in new:
            template = pgettext(CONTEXT, "The shared part %(name)s is used now, in version %(after)s.")
        else:
            template = pgettext(CONTEXT, "The shared part %(name)s is no longer used.")
        values = {"before": old.get(name, ""), "after": new.get(name, "")}
        told.append(sentence(template, name=quoted(written(name)), **values))
    if not told and isinstance(change.after, list):
        pins = [f"{written(_name(pin))} {_version(pin)}" for pin in change.after if isinstance(pin, str)]
        told.append(in_another_order(pgettext(CONTEXT, "the shared parts"), pins))
    return told


def _name(pin: Any) -> str:
    return str(pin).partition("@")[0]


def _version(pin: Any) -> str:
    return str(pin).partition("@")[2]


def _is_plain_list(change: Change) -> bool:
    values = [value for value in (change.before, change.after) if value is not None]
    return all(
        isinstance(value, list) and not any(isinstance(one, dict | list) for one in value) for value in values
    )


def _members(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    values = {"subject": subject(owner, rest, names)}
    came = pgettext(CONTEXT, "%(subject)s now includes %(member)s.")
    went = pgettext(CONTEXT, "%(subject)s no longer includes %(member)s.")
    found = came_and_went(change, came, went, lambda one: in_words(one, change.path, names), **values)
    if found or not change.after:
        return found
    template = pgettext(CONTEXT, "%(subject)s stands in another order: %(order)s.")
    return [sentence(template, order=in_words(change.after, change.path, names), **values)]
