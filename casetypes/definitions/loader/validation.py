"""Plain data to a model: every error of the validator as a problem with its place and words for a steward."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from casetypes.definitions.loader.limits import MAX_PROBLEMS
from casetypes.definitions.loader.marks import DataPath, Mark, SourceMap
from casetypes.definitions.loader.salvage import salvage
from casetypes.definitions.loader.shape import allowed_keys
from casetypes.definitions.loader.wording import expectation, reason, shown
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.kernel.registry import effects
from casetypes.kernel.text import closest


@dataclass(frozen=True)
class Validated:
    """`model` when everything fits; else `partial`: what fits without the parts at `dropped`, for the linter (they are
    left out, or something harmless stands in for them)."""

    model: Any | None
    partial: Any | None
    dropped: tuple[DataPath, ...]
    problems: list[Problem]


def validate(kind: type[BaseModel], data: dict[str, Any], marks: SourceMap) -> Validated:
    """Validate strictly (`no` is text, "3" is no number); all errors at once."""
    model, errors = _attempt(kind, data)
    if not errors:
        return Validated(model, model, (), [])
    misspelt = _misspelt(kind, errors[:MAX_PROBLEMS])
    told = set(misspelt.values())
    problems = _first(
        [error for error in errors if tuple(error["loc"]) not in told],
        lambda error: _problem(kind, error, marks),
    )
    partial, dropped = salvage(kind, _respelt(data, misspelt, marks), lambda mended: _attempt(kind, mended))
    return Validated(None, partial, tuple(dropped), problems)


def _first(errors: list[Any], told: Callable[[Any], Problem]) -> list[Problem]:
    """Up to a hundred problems; the place of the next one says that there are more."""
    problems = [told(error) for error in errors[: MAX_PROBLEMS + 1]]
    if len(errors) > MAX_PROBLEMS:
        count = len(errors) - MAX_PROBLEMS
        message = phrase("%(count)s further problems of this file are not listed", count=count)
        problems[-1] = replace(problems[-1], message=message, hint=phrase("Mend the others first."))
    return problems


def _attempt(kind: type[BaseModel], data: dict[str, Any]) -> tuple[Any, list[Any]]:
    try:
        return kind.model_validate_json(json.dumps(data), strict=True), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _misspelt(kind: type[BaseModel], errors: list[Any]) -> dict[DataPath, DataPath]:
    """Unknown keys that stand where a required one is missing, and the location they are meant to have."""
    missing = {tuple(error["loc"]) for error in errors if error["type"] == "missing"}
    unknown = [tuple(error["loc"]) for error in errors if error["type"] == "extra_forbidden"]
    meant = {loc: (*loc[:-1], closest(str(loc[-1]), allowed_keys(kind, loc)) or "") for loc in unknown}
    return {loc: right for loc, right in meant.items() if right in missing}


def _respelt(data: dict[str, Any], misspelt: dict[DataPath, DataPath], marks: SourceMap) -> dict[str, Any]:
    """A copy with the misspelt keys as they were meant, so that their values are looked at too."""
    copied = copy.deepcopy(data)
    for wrong, right in misspelt.items():
        path = marks.resolve(wrong)
        holder: Any = copied
        for segment in path[:-1]:
            holder = holder[segment]
        holder[right[-1]] = holder.pop(path[-1])
        marks.graft(marks, path, (*path[:-1], right[-1]))
    return copied


def _problem(kind: type[BaseModel], error: Any, marks: SourceMap) -> Problem:
    rule, loc, message, hint = _explain(kind, error, marks)
    mark: Mark = marks.key(loc) if rule in {"unknown-key", "missing-key", "bad-key"} else marks.value(loc)
    return Problem(mark.file, mark.line, mark.column, rule, message, hint)


def _explain(kind: type[BaseModel], error: Any, marks: SourceMap) -> tuple[str, DataPath, str, str]:
    """Rule, location, message and hint of one error."""
    loc, what, context = tuple(error["loc"]), error["type"], error.get("ctx", {})
    where = dotted(marks.resolve(loc))
    if what in {"extra_forbidden", "missing", "union_tag_not_found"}:
        return _about_a_key(kind, what, loc, marks)
    if loc[-1:] == ("[key]",):
        return "bad-key", loc, phrase('"%(loc)s" cannot be a key', loc=loc[-2]), _key_hint(error)
    if what == "union_tag_invalid":
        tags = [tag.strip("' ") for tag in context["expected_tags"].split(",")]
        hint = did_you_mean(context["tag"], tags, otherwise="Types")
        return (
            "wrong-type",
            (*loc, "type"),
            phrase('there is no field type "%(context)s"', context=context["tag"]),
            hint,
        )
    if what == "unsafe-pattern":
        return "unsafe-pattern", loc, context["why"], context.get("hint", "")
    if what == "effect_unknown":
        hint = did_you_mean(context["effect"], effects.keys(), otherwise="Effects")
        return "unknown-effect", (*loc, context["effect"]), context["why"], hint
    if what in {"kernel", "phrase"}:
        return "wrong-type", loc, phrase("%(where)s: %(why)s", where=where, why=context["why"]), ""
    expected, hint = expectation(error)
    return (
        "wrong-type",
        loc,
        phrase(
            "%(where)s %(expected)s, not %(shown)s",
            where=where,
            expected=expected,
            shown=shown(error.get("input")),
        ),
        hint,
    )


def _about_a_key(
    kind: type[BaseModel], what: str, loc: DataPath, marks: SourceMap
) -> tuple[str, DataPath, str, str]:
    """The same of a key that is unknown or missing."""
    path = marks.resolve(loc)
    if what == "extra_forbidden":
        place = dotted(path[:-1]) or phrase("this file")
        hint = did_you_mean(str(loc[-1]), allowed_keys(kind, loc), otherwise="Keys here")
        return (
            "unknown-key",
            loc,
            phrase('"%(key)s" is not a key of %(part3)s', key=loc[-1], part3=place),
            hint,
        )
    key = "type" if what == "union_tag_not_found" else loc[-1]
    where = dotted(path) or phrase("the file")
    return "missing-key", loc, phrase('%(part0)s needs the key "%(key)s"', part0=where, key=key), ""


def _key_hint(error: Any) -> str:
    if error["type"] == "value_error":
        return phrase("%(why)s.", why=reason(error))
    if " " in str(error.get("input", "")):
        return phrase("A comma inside braces starts a new key: put the text before it in quotes.")
    _, hint = expectation(error)
    return hint


def dotted(path: DataPath) -> str:
    """`transitions.terminar.to[0]`: a path as people write it."""
    text = ""
    for segment in path:
        text += f"[{segment}]" if isinstance(segment, int) else f".{segment}"
    return text.lstrip(".")
