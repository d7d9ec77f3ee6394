"""No file, however wrong, makes the linter fail: it says what is wrong instead."""

import copy
import dataclasses
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import load_city, load_text
from casetypes.definitions.loader.reading import read_text
from tests.definitions.examples import VILLA

JUNK = [None, True, 0, -1, 1.5, "", "x", "no", "form.x", "form.", [], {}, [[]], {"a": 1}, ["x"], {"es": 1}, "¿?",
        "a" * 300, "5 working days", [None], 10**30, {"es": "x"}, "recibido"]  # fmt: skip
KEYS = ["Bad Key", "in", "zz", "x-y", "", "1"]


def places(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


@st.composite
def broken(draw, document):
    """The document with a few places deleted, renamed or replaced."""
    document = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(document))))
        holder = document
        for segment in path[:-1]:
            holder = holder[segment]
        action = draw(st.sampled_from(["delete", "rename", "replace", "replace"]))
        if action == "delete":
            del holder[path[-1]]
        elif action == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from(KEYS))] = holder.pop(path[-1])
        else:
            holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        if not document:
            break
    return document


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_city_with_one_broken_file_is_linted_to_the_end(data):
    bundle = load_city(VILLA)
    kind = data.draw(st.sampled_from(["service", "city", "desks", "calendars", "messages"]))
    whole = bundle.services["bache"] if kind == "service" else getattr(bundle, kind)
    document = data.draw(broken(read_text(whole.text, whole.file).data))
    loaded = load_text(json.dumps(document, ensure_ascii=False), whole.file, bundle.fragments)
    part = {"services": {"bache": loaded}} if kind == "service" else {kind: loaded}
    for problem in lint_city(dataclasses.replace(bundle, **part)):
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
