"""Pages, questions and their options; what is asked on a step and on a checklist; who reads an answer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff import Change, asks_more
from casetypes.definitions.diff.paths import Path
from casetypes.definitions.differences.names import CONTEXT, Names, quoted
from casetypes.definitions.differences.owners import Owner, of, owner_of, sentence
from casetypes.definitions.differences.phrases import came_and_went, in_another_order

ORDERS = {"fields", "options", "items", "input"}


def tell(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    if change.what == "moved":
        return [_moved(change, owner, names)]
    if change.what == "renamed":
        return [_renamed(change, owner, names)]
    if change.what == "order" and rest[-1:] and rest[-1] in ORDERS:
        return [_order(change, owner, rest, names)]
    if owner.kind == "access":
        return _access(change, owner, names)
    if not rest:
        return _entry(change, owner, names)
    return _setting(change, owner, rest, names)


def _moved(change: Change, owner: Owner, names: Names) -> str:
    return sentence(
        pgettext(CONTEXT, "%(subject)s is now asked on the page %(after)s instead of %(before)s."),
        subject=owner.words(names),
        before=quoted(names.at(("form", change.before))),
        after=quoted(names.at(("form", change.after))),
    )


def _renamed(change: Change, owner: Owner, names: Names) -> str:
    page = next((key for key, each in names.old["form"].items() if change.before in each["fields"]), "")
    before = quoted(names.before(("form", page, "fields", change.before), "label"))
    if before == owner.name(names):
        template = pgettext(CONTEXT, "%(subject)s changes its key, %(old)s → %(new)s, and keeps its answers.")
        return sentence(template, subject=owner.words(names), old=change.before, new=owner.key)
    template = pgettext(CONTEXT, "%(subject)s takes the place of %(before)s and keeps its answers.")
    return sentence(template, subject=owner.words(names), before=before)


def _order(change: Change, owner: Owner, rest: Path, names: Names) -> str:
    found = [owner_of((*change.path, key))[0].name(names) for key in change.after]
    words = {
        "options": pgettext(CONTEXT, "the answers"),
        "items": pgettext(CONTEXT, "the points"),
    }
    what = words.get(str(rest[-1])) or pgettext(CONTEXT, "the questions")
    return in_another_order(of(what, owner.words(names)), found)


def _entry(change: Change, owner: Owner, names: Names) -> list[str]:
    """An added question says whether it must be answered; an added page, what it asks."""
    if change.what != "added" or not isinstance(change.after, Mapping):
        return []
    subject = owner.words(names)
    if owner.kind == "page":
        return [_page(change.after, subject, names)]
    if owner.kind == "answer":
        return []
    template = (
        pgettext(CONTEXT, "%(subject)s is added and must be answered.")
        if asks_more(change.after)
        else pgettext(CONTEXT, "%(subject)s is added; it may be left unanswered.")
    )
    return [sentence(template, subject=subject)]


def _page(page: Mapping[str, Any], subject: str, names: Names) -> str:
    asked = page.get("fields")
    keys = [names.question(key) for key in asked] if isinstance(asked, Mapping) else []
    template = pgettext(CONTEXT, "%(subject)s is added; it asks %(questions)s.")
    return sentence(template, subject=subject, questions=", ".join(keys) or "—")


def _access(change: Change, owner: Owner, names: Names) -> list[str]:
    name, rest = owner.name(names), change.path[2:]
    if not rest:
        return _access_as_a_whole(change, name, names)
    if rest[0] == "states":
        return _access_in_states(change, name, names)
    if rest[0] in {"write", "write_in"}:
        return _corrections(change, name, names)
    came = pgettext(CONTEXT, "The answer to %(name)s is now also read by: %(member)s.")
    went = pgettext(CONTEXT, "The answer to %(name)s is no longer read by: %(member)s.")
    return came_and_went(change, came, went, names.role, name=name)


def _access_as_a_whole(change: Change, name: str, names: Names) -> list[str]:
    if change.what == "removed":
        gone = change.before if isinstance(change.before, Mapping) else {}
        template = pgettext(CONTEXT, "The answer to %(name)s is now read by whoever may read the case.")
        opened = [sentence(template, name=name)] if gone.get("read") or gone.get("states") else []
        return [*opened, *(_corrected_as_usual(word, name) for word in ("write", "write_in") if word in gone)]
    rules = change.after if isinstance(change.after, Mapping) else {}
    corrected = _corrected_by(rules, name, names)
    if not (rules.get("read") or rules.get("states")):
        return corrected
    template = pgettext(CONTEXT, "The answer to %(name)s is now read only by: %(roles)s.")
    only = sentence(template, name=name, roles=_roles(rules.get("read"), names))
    return [only, *_opened_in(rules.get("states"), name, names), *corrected]


def _corrections(change: Change, name: str, names: Names) -> list[str]:
    """`write` and `write_in`: who corrects an answer, and in which states."""
    word = str(change.path[2])
    if len(change.path) == 3 and change.what == "removed":
        return [_corrected_as_usual(word, name)]
    if len(change.path) == 3:
        return _corrected_by({word: change.after}, name, names)
    if word == "write_in":
        came = pgettext(CONTEXT, "The answer to %(name)s is now also corrected in: %(member)s.")
        went = pgettext(CONTEXT, "The answer to %(name)s is no longer corrected in: %(member)s.")
        return came_and_went(change, came, went, names.state, name=name)
    came = pgettext(CONTEXT, "The answer to %(name)s is now also corrected by: %(member)s.")
    went = pgettext(CONTEXT, "The answer to %(name)s is no longer corrected by: %(member)s.")
    return came_and_went(change, came, went, names.role, name=name)


def _corrected_as_usual(word: str, name: str) -> str:
    template = (
        pgettext(
            CONTEXT, "The answer to %(name)s is now corrected by the agent and the control desk of its desk."
        )
        if word == "write"
        else pgettext(CONTEXT, "The answer to %(name)s is now corrected in every state that is not final.")
    )
    return sentence(template, name=name)


def _corrected_by(rules: Mapping[str, Any], name: str, names: Names) -> list[str]:
    found = []
    if "write" in rules:
        template = pgettext(CONTEXT, "The answer to %(name)s is now corrected only by: %(roles)s.")
        nobody = pgettext(CONTEXT, "nobody")
        found.append(
            sentence(template, name=name, roles=_roles(rules["write"], names) if rules["write"] else nobody)
        )
    if "write_in" in rules:
        template = pgettext(CONTEXT, "The answer to %(name)s is now corrected only in: %(states)s.")
        states = ", ".join(names.state(state) for state in rules["write_in"] or ())
        found.append(sentence(template, name=name, states=states or "—"))
    return found


def _access_in_states(change: Change, name: str, names: Names) -> list[str]:
    """`states: {en_obra: [crew]}` came, went, or names other roles."""
    if len(change.path) == 3:
        gone = change.before if isinstance(change.before, Mapping) else {}
        return [*_opened_in(change.after, name, names), *(_closed_in(state, name, names) for state in gone)]
    state = change.path[3]
    if len(change.path) == 4 and change.what == "removed":
        return [_closed_in(state, name, names)]
    if len(change.path) == 4 and change.what == "added":
        return _opened_in({state: change.after}, name, names)
    came = pgettext(CONTEXT, "In the state %(state)s the answer to %(name)s is now also read by: %(member)s.")
    went = pgettext(
        CONTEXT, "In the state %(state)s the answer to %(name)s is no longer read by: %(member)s."
    )
    return came_and_went(change, came, went, names.role, name=name, state=names.state(state))


def _opened_in(states: Any, name: str, names: Names) -> list[str]:
    template = pgettext(
        CONTEXT, "In the state %(state)s the answer to %(name)s is now also read by: %(roles)s."
    )
    return [
        sentence(template, name=name, state=names.state(state), roles=_roles(roles, names))
        for state, roles in (states.items() if isinstance(states, Mapping) else ())
    ]


def _closed_in(state: Any, name: str, names: Names) -> str:
    template = pgettext(CONTEXT, "In the state %(state)s nobody else reads the answer to %(name)s any more.")
    return sentence(template, name=name, state=names.state(state))


def _roles(roles: Any, names: Names) -> str:
    return ", ".join(map(names.role, roles if isinstance(roles, list) else [])) or "—"


def _setting(change: Change, owner: Owner, rest: Path, names: Names) -> list[str]:
    subject = owner.words(names)
    if rest == ("when",):
        return [_condition(change, owner, subject, names)]
    on, off = _switches().get(str(rest[0]) if len(rest) == 1 else "", ("", ""))
    if not on or not all(value is None or isinstance(value, bool) for value in (change.before, change.after)):
        return []
    return [sentence(on if change.after is True else off, subject=subject)]


def _switches() -> dict[str, tuple[str, str]]:
    """What is said when a setting is switched on, and off."""
    return {
        "required": (
            pgettext(CONTEXT, "%(subject)s must now be answered."),
            pgettext(CONTEXT, "%(subject)s may now be left unanswered."),
        ),
        "personal": (
            pgettext(CONTEXT, "%(subject)s is now protected as personal data."),
            pgettext(CONTEXT, "%(subject)s is no longer protected as personal data."),
        ),
    }


def _condition(change: Change, owner: Owner, subject: str, names: Names) -> str:
    before, after = (names.condition(value) for value in (change.before, change.after))
    if change.after is None:
        template = pgettext(CONTEXT, "%(subject)s is now always asked, not only when %(before)s.")
    elif change.before is None:
        template = pgettext(CONTEXT, "%(subject)s is now asked only when %(after)s.")
    else:
        template = pgettext(CONTEXT, "%(subject)s is now asked when %(after)s, no longer when %(before)s.")
    return sentence(template, subject=subject, before=before, after=after)
