"""A scenario answers a question with something that it cannot take: an option that is not there, text for a number,
a longitude for a latitude."""

from collections.abc import Iterator, Mapping
from typing import Any

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.loader import DataPath
from casetypes.definitions.loader.wording import expectation, shown
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.kernel.registry import field_types

RULE = "scenario-answer"
TITLE = phrase("A scenario gives an answer that nobody could give")
WHY = phrase(
    "The form would refuse the answer, so the scenario stops before it has shown anything about the service."
)
MEND = phrase(
    "Give what the field takes: an option by its key, true or false, a number without quotes, "
    "a place as [latitude, longitude]."
)
GOOD = """
scenarios:
  chico: {given: {tamano: 12, urgente: false}, steps: [{by: control_desk, do: rechazar}]}
"""
BAD = """
scenarios:
  chico: {given: {tamano: ▸'12', urgente: ▸si}, steps: [{by: control_desk, do: rechazar}]}
"""

_WORDS = {str: "string_type", int: "int_type", float: "float_type", bool: "bool_type", list: "list_type",
          dict: "dict_type"}  # fmt: skip
_DEGREES = {
    "latitude": (90, phrase("must be a latitude, from -90 to 90")),
    "longitude": (180, phrase("must be a longitude, from -180 to 180")),
}
_PLACE = (*_DEGREES, "zone", "address")
Wrong = tuple[DataPath, str, str]  # place below the answer, message, hint


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for path, values, fields in _answered(service):
        for key in values.keys() & fields.keys():
            for place, message, hint in _wrong(key, values[key], fields[key], service):
                yield service.problem(RULE, (*path, key, *place), message, hint)


def _answered(
    service: ServiceUnderLint,
) -> Iterator[tuple[DataPath, Mapping[str, Any], Mapping[str, FieldOptions]]]:
    """What is given, and the fields it is given to; not where the step is meant to be refused."""
    spec = service.spec
    asked = [_sure(service, page.fields, "form", key, "fields") for key, page in spec.form.items()]
    form = {key: options for fields in asked for key, options in fields.items()}
    for name, scenario in spec.scenarios.items():
        yield ("scenarios", name, "given"), scenario.given, form
        for index, step in enumerate(scenario.steps):
            place: DataPath = ("scenarios", name, "steps", index, "with")
            if step.refused is None and step.do in spec.transitions:
                fields = spec.transitions[step.do].input
                yield place, step.input, _sure(service, fields, "transitions", step.do, "input")
            elif step.refused is None and step.check in spec.checklists:
                items = spec.checklists[step.check].items
                yield place, step.input, _sure(service, items, "checklists", step.check, "items")


def _sure(
    service: ServiceUnderLint, fields: Mapping[str, FieldOptions], *path: str
) -> dict[str, FieldOptions]:
    unsure = service.unsure(*path)
    return {key: options for key, options in fields.items() if key not in unsure}


def _wrong(key: str, value: Any, options: FieldOptions, service: ServiceUnderLint) -> Iterator[Wrong]:
    kind = field_types.get(options.type)
    if value is None or not options.asks:
        return
    if kind.takes_files:
        hint = phrase("Files are attached: attach: {%(key)s: photo}.", key=key)
        yield (), phrase('"%(key)s" is a file', key=key), hint
    elif not isinstance(value, kind.json_types) or (isinstance(value, bool) and bool not in kind.json_types):
        yield (), *_unfit(key, value, *expectation({"type": _WORDS[kind.json_types[-1]]}))
    elif options.type == "location":
        yield from _misplaced(key, value)
    elif options.type == "group":
        yield from _in_rows(value, options, service)
    else:
        yield from _not_offered(key, value, options, service)
        yield from _beyond(key, value, options)


def _not_offered(key: str, value: Any, spec: Any, service: ServiceUnderLint) -> Iterator[Wrong]:
    """Options of a choice; crews and desks of the city."""
    if spec.type in {"choice", "choices"}:
        for place, one in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if one not in spec.options:
                message = phrase('"%(option)s" is no option of "%(key)s"', option=one, key=key)
                hint = did_you_mean(str(one), spec.options, otherwise="Options")
                yield () if place is None else (place,), message, hint
    known = service.names(spec.type) if spec.type in {"crew", "desk"} else None
    if known is not None and value not in known:
        crew = spec.type == "crew"
        message = (
            phrase('no crew is called "%(key)s"', key=value)
            if crew
            else phrase('no desk is called "%(key)s"', key=value)
        )
        yield (), message, did_you_mean(value, known)


def _beyond(key: str, value: Any, spec: Any) -> Iterator[Wrong]:
    """Numbers outside `min` and `max`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        for name, error, over in (("min", "greater_than_equal", False), ("max", "less_than_equal", True)):
            limit = getattr(spec, name, None)
            if limit is not None and (value > limit if over else value < limit):
                yield (), *_unfit(key, value, *expectation({"type": error, "ctx": {"limit": limit}}))


def _unfit(where: str, value: Any, expected: str, hint: str) -> tuple[str, str]:
    """Message and hint."""
    words = {"where": where, "expected": expected, "shown": shown(value)}
    return phrase("%(where)s %(expected)s, not %(shown)s", **words), hint


def _misplaced(key: str, value: Any) -> Iterator[Wrong]:
    """`[25.54, -103.40]`, or a mapping of the parts of a place."""
    if isinstance(value, list) and len(value) != 2:
        yield (), phrase("a place is two numbers"), phrase("Write [latitude, longitude].")
        return
    parts = dict(zip(_DEGREES, value, strict=True)) if isinstance(value, list) else value
    for index, (part, degrees) in enumerate(parts.items()):
        place: DataPath = (index,) if isinstance(value, list) else (part,)
        if part not in _PLACE:
            message = phrase('a place has no part "%(part)s"', part=part)
            yield place, message, did_you_mean(str(part), _PLACE)
        elif part in _DEGREES:
            most, expected = _DEGREES[part]
            if not _is_degrees(degrees, most):
                hint = phrase("Latitude comes first: [25.54, -103.40].")
                yield place, *_unfit(key, degrees, expected, hint)


def _is_degrees(value: Any, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


def _in_rows(rows: Any, spec: Any, service: ServiceUnderLint) -> Iterator[Wrong]:
    for index, row in enumerate(rows):
        if not isinstance(row, dict):
            yield (index,), *_unfit(f"[{index}]", row, *expectation({"type": "dict_type"}))
            continue
        for key, value in row.items():
            if key in spec.fields:
                found = _wrong(key, value, spec.fields[key], service)
                yield from (((index, key, *place), message, hint) for place, message, hint in found)
            else:
                message = phrase('a row has no field "%(key)s"', key=key)
                yield (index, key), message, did_you_mean(key, spec.fields, otherwise="Fields")
