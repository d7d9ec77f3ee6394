"""The condition of a branch in words, where it is simple enough: "if Road is Avenue", "otherwise"."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casetypes.definitions.graph.words import written
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.service import Branch, Service, Transition
from casetypes.kernel.text import pick

LONGEST = 70
ANSWER = "state diagram: answer"
_PATH = r"(?:form|calc|input|case)\.(?P<key>[a-z][a-z0-9_]*)"
_ASKED = re.compile(rf"(?P<no>!?){_PATH}")
_COMPARED = re.compile(rf"{_PATH} (?P<sign>==|!=|>=|<=|>|<) (?P<value>\"[^\"]*\"|-?[0-9.]+|true|false)")
_PRESENT = re.compile(rf"has\({_PATH}\)")


def branch_in_words(spec: Service, transition: Transition, branch: Branch, language: str) -> str:
    """ "" for the only way of a transition; what cannot be said in words stays as it is written, cut when long."""
    if branch.when is None:
        return _("otherwise") if len(transition.to) > 1 else ""
    fields = _fields(spec, transition)
    return _("if %(condition)s") % {"condition": _in_words(branch.when, fields, language)}


def _fields(spec: Service, transition: Transition) -> Mapping[str, FieldOptions]:
    every = {key: options for page in spec.form.values() for key, options in page.fields.items()}
    return {**every, **transition.input}


def _in_words(condition: str, fields: Mapping[str, FieldOptions], language: str) -> str:
    if "(" not in condition.replace("has(", ""):
        for sign, word in (("||", _(" or ")), ("&&", _(" and "))):
            if sign in condition:
                parts = [part.strip() for part in condition.split(sign)]
                return word.join(
                    _in_words(part, fields, language) for part in parts if not _PRESENT.fullmatch(part)
                )
    if found := _ASKED.fullmatch(condition):
        name = _name(found["key"], fields, language)
        return _("not %(what)s") % {"what": name} if found["no"] else name
    if found := _COMPARED.fullmatch(condition):
        name = _name(found["key"], fields, language)
        return f"{name} {_sign(found['sign'])} {_value(found['key'], found['value'], fields, language)}"
    return condition if len(condition) <= LONGEST else f"{condition[: LONGEST - 1]}…"


def _name(key: str, fields: Mapping[str, FieldOptions], language: str) -> str:
    label = pick(fields[key].label, language) if key in fields else _of_the_case().get(key, "")
    return f"“{label or written(key)}”"


def _of_the_case() -> Mapping[str, str]:
    return {
        "state": _("State"), "priority": _("Priority"), "channel": _("Channel"), "desk": _("Desk"), "zone": _("Zone"),
        "age_hours": _("Age in hours"), "reopened": _("Times re-opened"),
    }  # fmt: skip


def _sign(sign: str) -> str:
    return {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}.get(sign, sign)


def _value(key: str, value: str, fields: Mapping[str, FieldOptions], language: str) -> str:
    plain = value.strip('"')
    options = getattr(fields.get(key), "options", None) or {}
    said = pick(options[plain], language) if isinstance(options.get(plain), dict) else ""
    return said or {"true": pgettext(ANSWER, "yes"), "false": pgettext(ANSWER, "no")}.get(plain, plain)
