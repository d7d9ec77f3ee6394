"""What an effect does, as the end of a sentence: "sends the message “Programado”"."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from casetypes.definitions.differences.names import CONTEXT, Names, flat, quoted
from casetypes.definitions.graph.words import written

WORDS: dict[str, Any] = {
    "notify": pgettext_lazy("difference", "the message %(name)s is sent"),
    "work_order": pgettext_lazy("difference", "the work order %(name)s is opened"),
    "refer": pgettext_lazy("difference", "the case is handed to another desk (%(name)s)"),
    "assign": pgettext_lazy("difference", "the case is given to a crew (%(name)s)"),
    "escalate": pgettext_lazy("difference", "the case is escalated to %(name)s"),
    "survey": pgettext_lazy("difference", "the survey %(name)s is sent"),
    "set": pgettext_lazy("difference", "answers are written: %(name)s"),
    "child_case": pgettext_lazy("difference", "a case of the service %(name)s is opened"),
    "advance": pgettext_lazy("difference", "the system takes the step %(name)s"),
    "draw": pgettext_lazy("difference", "lots are cast among the cases of the service %(name)s"),
}
_MAIN = {"notify": "template", "work_order": "template", "refer": "desk", "assign": "crew", "escalate": "to",
         "survey": "key", "child_case": "service", "advance": "transition", "draw": "service"}  # fmt: skip
RECIPIENTS = {
    "reporter": pgettext_lazy("difference", "whoever reported"),
    "desk": pgettext_lazy("difference", "the desk"),
    "assignee": pgettext_lazy("difference", "whoever has the case"),
    "supervisor": pgettext_lazy("difference", "the supervisors"),
    "followers": pgettext_lazy("difference", "the followers"),
}


def in_words(effect: Any, names: Names) -> str:
    """Any effect, also one that nobody foresaw or that does not fit the language."""
    if not isinstance(effect, Mapping) or len(effect) != 1:
        return quoted(flat(effect))
    [(name, given)] = effect.items()
    arguments = given if isinstance(given, Mapping) else {}
    main = arguments.get(_MAIN.get(name, ""), "") if arguments and name != "set" else given
    template = WORDS.get(str(name))
    if template is None:
        values = {"effect": quoted(written(str(name))), "name": quoted(flat(given))}
        return pgettext(CONTEXT, "%(effect)s happens: %(name)s") % values
    words = str(template) % {"name": _main(str(name), main, names)}
    recipient = RECIPIENTS.get(str(arguments.get("to"))) if name == "notify" else None
    if recipient is None:
        return words
    return pgettext(CONTEXT, "%(what)s to %(whom)s") % {"what": words, "whom": recipient}


def _main(name: str, value: Any, names: Names) -> str:
    if name == "work_order":
        return quoted(names.at(("work_orders", str(value))))
    if name in {"refer", "assign"}:
        return names.condition(value)
    if name == "escalate":
        return names.role(value)
    return quoted(flat(value))
