"""`points` on an item that cannot have any, or for options that it does not offer."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, did_you_mean, phrase

RULE = "points"
TITLE = phrase("Points that would never count")
WHY = phrase("A score that leaves out an item without a word would decide wrongly about a place.")
MEND = phrase(
    "Points are a number for a yes or for each of a whole number, or one number per option of a choice."
)
GOOD = """
checklists:
  reparacion: {open_in: [recibido], items: {limpio: {type: boolean, points: 10, label: {es: Limpio, en: Clean}}}}
"""
BAD = """
checklists:
  reparacion: {open_in: [recibido], items: {limpio: {type: text, points: ▸10, label: {es: Limpio, en: Clean}}}}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    spec = service.spec
    inside = {("checklists", key, "items"): each.items for key, each in spec.checklists.items()}
    outside = {("form", key, "fields"): page.fields for key, page in spec.form.items()}
    outside |= {("transitions", key, "input"): each.input for key, each in spec.transitions.items()}
    for path, fields in outside.items():
        for key, field in fields.items():
            if field.points is not None:
                message = phrase("points count in checklists only")
                yield service.problem(RULE, (*path, key, "points"), message, phrase("Take them out."))
    for path, fields in inside.items():
        for key, field in fields.items():
            place = (*path, key, "points")
            if isinstance(field.points, dict):
                offered = list(getattr(field, "options", None) or ()) if field.type == "choice" else []
                for option in field.points:
                    if option not in offered:
                        message = phrase('"%(option)s" is no option of "%(key)s"', option=option, key=key)
                        yield service.problem(RULE, (*place, option), message, did_you_mean(option, offered))
            elif field.points is not None and field.type not in {"boolean", "integer"}:
                message = phrase("a %(type)s has no points of its own", type=field.type)
                yield service.problem(RULE, place, message, phrase("Use boolean, integer or choice."))
