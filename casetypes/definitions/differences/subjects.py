"""What of an owner differs, as a noun phrase in the singular: "the help of the question “Vía” in Spanish"."""

from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from casetypes.definitions.diff.paths import Path
from casetypes.definitions.differences.names import CONTEXT, Names, quoted
from casetypes.definitions.differences.owners import Owner, of
from casetypes.definitions.graph.words import written

LANGUAGES = {"es": pgettext_lazy("difference", "Spanish"), "en": pgettext_lazy("difference", "English")}
# Words of the language under the service: each phrase stands alone.
OF_SERVICE: dict[str, Any] = {
    "desk": pgettext_lazy("difference", "the desk that receives the cases"),
    "steward": pgettext_lazy("difference", "the department that keeps the service"),
    "category": pgettext_lazy("difference", "the category of the service"),
    "location": pgettext_lazy("difference", "the question whether a place is needed"),
    "confidential": pgettext_lazy("difference", "the confidentiality of the service"),
    "readers": pgettext_lazy("difference", "the list of who may read the cases"),
    "routing": pgettext_lazy("difference", "the way cases are handed to a desk"),
    "metrics": pgettext_lazy("difference", "the list of figures"),
    "languages.required": pgettext_lazy("difference", "the list of required languages"),
    "languages.optional": pgettext_lazy("difference", "the list of optional languages"),
    "effective.from": pgettext_lazy("difference", "the day from which it holds"),
    "effective.basis": pgettext_lazy("difference", "the legal basis of this version"),
    "about.purpose": pgettext_lazy("difference", "the purpose told beforehand"),
    "about.requirements": pgettext_lazy("difference", "the list of requirements told beforehand"),
    "about.cost": pgettext_lazy("difference", "the cost told beforehand"),
    "about.legal_basis": pgettext_lazy("difference", "the legal basis told beforehand"),
    "about.duration": pgettext_lazy("difference", "the duration told beforehand"),
    "public.show": pgettext_lazy("difference", "the list of answers that everybody sees"),
    "public.map": pgettext_lazy("difference", "the place shown on the public map"),
    "duplicates.radius": pgettext_lazy("difference", "the distance within which reports may be duplicates"),
    "duplicates.days": pgettext_lazy("difference", "the number of days in which reports may be duplicates"),
    "duplicates.words": pgettext_lazy("difference", "the comparison of words to find duplicates"),
    "queue.columns": pgettext_lazy("difference", "the list of columns of the queue"),
    "queue.group_by": pgettext_lazy("difference", "the grouping of the queue"),
    "queue.filters": pgettext_lazy("difference", "the list of filters of the queue"),
    "sample.closed_in_bulk": pgettext_lazy("difference", "the share of cases closed in bulk that is checked"),
    "out_of_service.in": pgettext_lazy("difference", "the list of states in which the asset does not work"),
    "out_of_service.only_if": pgettext_lazy(
        "difference", "the condition under which the asset does not work"
    ),
    "retention.personal": pgettext_lazy("difference", "the time for which personal data are kept"),
    "retention.case": pgettext_lazy("difference", "the time for which the case is kept"),
}
OF_OWNER: dict[str, Any] = {
    "title": pgettext_lazy("difference", "the name"),
    "summary": pgettext_lazy("difference", "the summary"),
    "label": pgettext_lazy("difference", "the wording"),
    "help": pgettext_lazy("difference", "the help"),
    "intro": pgettext_lazy("difference", "the introduction"),
    "because": pgettext_lazy("difference", "the reason given"),
    "else": pgettext_lazy("difference", "the explanation of the refusal"),
    "text": pgettext_lazy("difference", "the text"),
    "pattern_hint": pgettext_lazy("difference", "the explanation of the pattern"),
    "type": pgettext_lazy("difference", "the kind of answer"),
    "min": pgettext_lazy("difference", "the lower limit"),
    "max": pgettext_lazy("difference", "the upper limit"),
    "many": pgettext_lazy("difference", "the highest number of answers"),
    "unit": pgettext_lazy("difference", "the unit"),
    "pattern": pgettext_lazy("difference", "the pattern"),
    "within": pgettext_lazy("difference", "the limit"),
    "not_after": pgettext_lazy("difference", "the last day allowed"),
    "not_before": pgettext_lazy("difference", "the first day allowed"),
    "when": pgettext_lazy("difference", "the condition"),
    "that": pgettext_lazy("difference", "the condition"),
    "must_be": pgettext_lazy("difference", "the answer that is demanded"),
    "evidence": pgettext_lazy("difference", "the kind of evidence"),
    "public": pgettext_lazy("difference", "the status that citizens read"),
    "final": pgettext_lazy("difference", "the way of ending the case"),
    "is": pgettext_lazy("difference", "the formula"),
    "checklist": pgettext_lazy("difference", "the checklist"),
    "materials": pgettext_lazy("difference", "the list of materials"),
    "near_case": pgettext_lazy("difference", "the distance to the place of the case"),
    "open_in": pgettext_lazy("difference", "the list of states in which it can be filled"),
    "calendar": pgettext_lazy("difference", "the calendar"),
    "reopen": pgettext_lazy("difference", "what happens after re-opening"),
    "sla": pgettext_lazy("difference", "the share to be reached"),
    "target": pgettext_lazy("difference", "the value to be reached"),
    "baseline": pgettext_lazy("difference", "the starting value"),
    "clocks": pgettext_lazy("difference", "the time already consumed"),
    "by": pgettext_lazy("difference", "the list of who may do it"),
    "from": pgettext_lazy("difference", "the list of states it can be taken from"),
    "read": pgettext_lazy("difference", "the list of who reads it"),
}  # fmt: skip


def subject(owner: Owner, rest: Path, names: Names) -> str:
    """The noun phrase of a value at `rest` under its owner; a word that nobody foresaw is "the setting “…”"."""
    keys = [str(segment) for segment in rest if not isinstance(segment, int)]
    language = LANGUAGES.get(keys[-1]) if keys else None
    keys = keys[:-1] if language else keys
    words = _words(owner, keys, names)
    if language:
        return pgettext(CONTEXT, "%(what)s in %(language)s") % {"what": words, "language": language}
    return words


def _words(owner: Owner, keys: list[str], names: Names) -> str:
    if not keys:
        what = pgettext(CONTEXT, "the wording") if owner.kind == "answer" else ""
        return of(what, owner.words(names)) if what else owner.words(names)
    if owner.kind == "service" and (known := OF_SERVICE.get(".".join(keys[:2])) or OF_SERVICE.get(keys[0])):
        return str(known)
    found = OF_OWNER.get(keys[0]) if len(keys) == 1 else None
    unforeseen = pgettext(CONTEXT, "the setting %(name)s") % {"name": quoted(_written(keys))}
    return of(str(found or unforeseen), owner.words(names))


def _written(keys: list[str]) -> str:
    return " – ".join(written(" ".join(key.split("."))) for key in keys)
