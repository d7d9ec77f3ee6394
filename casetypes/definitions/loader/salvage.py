"""What of a file still fits when some of its values do not: the linter then speaks of everything else.

A wrong value gets a harmless stand-in, what must not be there is left out, and only what cannot be mended takes the
entry around it along.
"""

import copy
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from casetypes.definitions.loader.marks import DataPath
from casetypes.definitions.loader.wording import words_allowed
from casetypes.definitions.schema.service import Service
from casetypes.kernel.registry import effects, field_types
from casetypes.kernel.text import closest

ROUNDS = 40
TRIES = 4
Attempt = Callable[[dict[str, Any]], tuple[Any, list[Any]]]

# What a value of some kind may be when nothing else is known about it, by the validator's error.
_BY_ERROR: dict[str, Any] = {
    "string_type": "x", "bool_type": False, "int_type": 1, "int_from_float": 1, "float_type": 1, "decimal_type": 1,
    "list_type": [], "tuple_type": [], "dict_type": {}, "model_type": {}, "model_attributes_type": {},
    "date_type": "2026-01-01", "date_from_datetime_parsing": "2026-01-01", "string_too_short": "x",
    "effect_unknown": {"notify": "x"},
}  # fmt: skip

# By a part of the pattern that a text does not match.
_BY_PATTERN = {
    "working": "1 day", r"@\d+": "x@1", "%$": "50%", "%|": "50%", "(m|km)": "1 m", r"^\d\d:\d\d-": "08:00-15:00",
    r"^\d\d-\d\d$": "01-01", r"\d\d:\d\d$": "2026-01-01 09:00", "per (day": "1 per day", "{2}$": "es",
}  # fmt: skip

_WORD = {"es": "x", "en": "x"}
# For what a service lacks altogether; references at these places are not looked at (see `Loaded.dropped`).
_ESSENTIAL: dict[str, Any] = {
    "agora": 1, "kind": "service", "key": "unnamed", "title": {}, "category": "unknown", "desk": "unknown",
    "steward": "unknown", "languages": {"required": ["es"]},
    "form": {"unnamed": {"title": _WORD, "fields": {"unnamed": {"type": "text", "label": _WORD}}}},
    "states": {"unnamed": {"public": "received"}},
}  # fmt: skip


def salvage(kind: type[BaseModel], data: dict[str, Any], attempt: Attempt) -> tuple[Any, list[DataPath]]:
    """The model of `data`, which is changed on the way, and the places that are not as the file has them; None when
    too little is left."""
    work = _Salvage(kind, data)
    for _ in range(ROUNDS):
        model, errors = attempt(data)
        if not errors:
            return model, work.touched
        if not work.mend(errors):
            break
    return None, work.touched


class _Salvage:
    """One file under repair. `touched` are the places that were changed; `tries` counts stand-ins by place."""

    def __init__(self, kind: type[BaseModel], data: dict[str, Any]) -> None:
        self.kind = kind
        self.data = data
        self.touched: list[DataPath] = []
        self.tries: dict[DataPath, int] = {}

    def mend(self, errors: list[Any]) -> bool:
        """One change for each place that an error names, the innermost first; False when nothing can be changed."""
        first: dict[DataPath, Any] = {}
        for error in errors:
            first.setdefault(self._place(error), error)
        mended = [self._mend(path, first[path]) for path in sorted(first, key=len, reverse=True)]
        return any(mended)

    def _place(self, error: Any) -> DataPath:
        """The location as a path of the data: segments that stand nowhere are the validator's own."""
        here: Any = self.data
        path: DataPath = ()
        for segment in error["loc"]:
            of_list = isinstance(segment, int) and isinstance(here, list) and segment < len(here)
            if of_list or (isinstance(here, dict) and segment in here):
                here, path = here[segment], (*path, segment)
        return (*path, error["loc"][-1]) if error["type"] == "missing" else path

    def _mend(self, path: DataPath, error: Any) -> bool:
        if not path or self._is_gone(path[:-1]):
            return False
        what = error["type"]
        self.tries[path] = tries = self.tries.get(path, 0) + 1
        if what == "missing" and tries <= TRIES:
            return self._put(path, self._essential(path))
        if what in {"union_tag_not_found", "extra_forbidden"} or error["loc"][-1:] == ("[key]",):
            return self._leave_out(path)
        if what == "union_tag_invalid":
            meant = closest(error["ctx"]["tag"], field_types.keys())
            return self._put((*path, "type"), meant) if meant and tries == 1 else self._leave_out(path)
        found = _stand_in(error, self._at(path)) if tries <= TRIES else None
        return self._leave_out(path) if found is None else self._put(path, found)

    def _essential(self, path: DataPath) -> Any:
        of_service = self.kind is Service and len(path) == 1
        return copy.deepcopy(_ESSENTIAL.get(str(path[0]))) if of_service else None

    def _is_gone(self, path: DataPath) -> bool:
        """What was left out with a part of it that could not be mended."""
        return bool(path) and self._holder((*path, "")) is None

    def _at(self, path: DataPath) -> Any:
        here: Any = self.data
        for segment in path:
            here = here[segment]
        return here

    def _put(self, path: DataPath, value: Any) -> bool:
        holder = self._holder(path)
        if holder is None or (isinstance(holder, list) and not isinstance(path[-1], int)):
            return False
        holder[path[-1]] = copy.deepcopy(value)
        self._note(path)
        return True

    def _leave_out(self, path: DataPath) -> bool:
        """The entry of a mapping; of a list none is taken out, for the places of the others would move."""
        while path and not (isinstance(holder := self._holder(path), dict) and path[-1] in holder):
            path = path[:-1]
        if not path:
            return False
        del self._holder(path)[path[-1]]
        self._note(path)
        return True

    def _holder(self, path: DataPath) -> Any:
        try:
            holder = self._at(path[:-1])
        except (KeyError, IndexError, TypeError):
            return None
        return holder if isinstance(holder, dict | list) else None

    def _note(self, path: DataPath) -> None:
        if path not in self.touched:
            self.touched.append(path)


def _stand_in(error: Any, value: Any) -> Any:
    """A value that the error would not speak of; None when there is none."""
    what, context = error["type"], error.get("ctx", {})
    if what == "effect_unknown" and (meant := closest(str(context.get("effect")), effects.keys())):
        return {meant: value[context["effect"]]} if isinstance(value, dict) and len(value) == 1 else None
    if what == "literal_error":
        words = words_allowed(context["expected"])
        meant = closest(str(error.get("input", "")), words) or words[0]
        return int(meant) if meant.isdecimal() else meant
    if what == "string_pattern_mismatch":
        pattern = context["pattern"]
        return next((sample for part, sample in _BY_PATTERN.items() if part in pattern), "x")
    if what in {"greater_than_equal", "less_than_equal"}:
        return next(iter(context.values()))
    if what in {"list_type", "tuple_type"} and value is not None and not isinstance(value, dict):
        return [value]
    return _BY_ERROR.get(what)
