"""Every change as one sentence or more, in the active language; what nobody foresaw too.

First the module that knows the section is asked (`form`, `flow`, `time`, `service`); where it says nothing, the
sentence is put together from what differs and whose it is. So every difference has a sentence.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff import Change
from casetypes.definitions.diff.leaves import leaves
from casetypes.definitions.differences import flow, form, service, time
from casetypes.definitions.differences.names import CONTEXT, Names, flat
from casetypes.definitions.differences.owners import Owner, owner_of, sentence
from casetypes.definitions.differences.subjects import subject
from casetypes.definitions.differences.values import excerpts, in_words

Teller = Callable[[Change, Owner, tuple[str | int, ...], Names], list[str]]
TELLERS: dict[str, Teller] = {
    **dict.fromkeys(("page", "question", "asked", "part", "answer", "point", "access"), form.tell),
    **dict.fromkeys(("state", "step", "branch", "requirement"), flow.tell),
    **dict.fromkeys(("deadline", "time", "mark", "priority"), time.tell),
    "service": service.tell,
    **dict.fromkeys(("story", "migration"), service.tell_story),
}


def tell(change: Change, names: Names) -> list[str]:
    """At least one sentence. `names` holds the documents that were compared."""
    owner, rest = owner_of(change.path)
    teller = TELLERS.get(owner.kind)
    found = teller(change, owner, rest, names) if teller else []
    return found or list(_told(change, owner, rest, names))


def _told(change: Change, owner: Owner, rest: tuple[str | int, ...], names: Names) -> Iterator[str]:
    if not rest and change.what in {"added", "removed", "changed"}:
        yield _entry(change, owner, names)
        return
    found = leaves(change)
    for leaf in found:
        yield _value(leaf, *owner_of(leaf.path), names)
    if not found:
        yield sentence(pgettext(CONTEXT, "%(subject)s changes."), subject=subject(owner, rest, names))


def _entry(change: Change, owner: Owner, names: Names) -> str:
    """A whole question, state, step … that came or went."""
    template = {
        "added": pgettext(CONTEXT, "%(subject)s is added."),
        "removed": pgettext(CONTEXT, "%(subject)s is removed."),
    }.get(change.what)
    if template is None:
        return _value(change, owner, (), names)
    return sentence(template, subject=owner.words(names))


def _value(leaf: Change, owner: Owner, rest: tuple[str | int, ...], names: Names) -> str:
    """One value before and after."""
    before, after = (_plain(value) for value in (leaf.before, leaf.after))
    both_texts = isinstance(before, str) and isinstance(after, str)
    if both_texts and max(len(before), len(after)) > 0:
        before, after = excerpts(before, after)
    values = {
        "subject": subject(owner, rest, names),
        "before": in_words(before, leaf.path, names) if before is not None else "",
        "after": in_words(after, leaf.path, names) if after is not None else "",
    }
    if before is None:
        return sentence(pgettext(CONTEXT, "%(subject)s is now given: %(after)s."), **values)
    if after is None:
        return sentence(pgettext(CONTEXT, "%(subject)s is no longer given; it was %(before)s."), **values)
    if values["before"] == values["after"]:
        return sentence(pgettext(CONTEXT, "%(subject)s is written in another way: %(after)s."), **values)
    return sentence(pgettext(CONTEXT, "%(subject)s changes from %(before)s to %(after)s."), **values)


def _plain(value: Any) -> Any:
    """A mapping where a value was expected, in one line."""
    nested = isinstance(value, list) and any(isinstance(member, Mapping | list) for member in value)
    return flat(value) if nested or isinstance(value, Mapping) else value
