"""Whatever is edited in a service of the shipped cities: a class and a readable sentence in both languages."""

import copy
import re
from functools import cache

from django.conf import settings as project
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from casetypes.definitions.diff import GRAVITY, changes
from casetypes.definitions.diff.lists import keyed
from casetypes.definitions.differences.names import Names
from casetypes.definitions.differences.telling import tell
from casetypes.definitions.loader import load_city

PATH_SPEAK = re.compile(
    r"\b(form|calc|states|transitions|clocks|checklists|work_orders|input|evidence|checklist|clock|case|actor)"
    r"\.[a-z_]+|\[\d*\]|[{}]|\b[a-z]+_[a-z_]+\b|\bnull\b"
)


@cache
def services():
    folders = sorted(path.parent for path in (project.BASE_DIR / "workflows_yaml").glob("*/city.yaml"))
    return [loaded.data for folder in folders for loaded in load_city(folder).services.values()]


def places(node, path=()):
    """Every place of a document."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


VALUES = st.one_of(
    st.sampled_from(["otro", "3 working days", "otra cosa", 'form.via == "calle"', "supervisor", "resuelto"]),
    st.integers(-5, 500),
    st.booleans(),
    st.just(["agent", "reporter"]),
    st.just({"es": "Nuevo", "en": "New"}),
    st.just([{"notify": "aviso"}, {"when": "form.lesionados", "goto": "resuelto"}]),
    st.just({"nuevo": {"type": "text", "required": True}}),
)


class Edited(tuple[dict, dict]):
    """Both documents; what is shown of them when a test fails is what differs."""

    def __repr__(self) -> str:
        return repr([(change.path, change.before, change.after) for change in changes(*self)])[:2000]


@st.composite
def edits(draw):
    """A service and the same with one to four things deleted, replaced, copied, turned around or added."""
    old = services()[draw(st.integers(0, len(services()) - 1))]
    new = copy.deepcopy(old)
    for _time in range(draw(st.integers(1, 4))):
        known = list(places(new))
        *outer, last = known[draw(st.integers(0, len(known) - 1))]
        parent = new
        for segment in outer:
            parent = parent[segment]
        deed = draw(st.sampled_from(["delete", "replace", "copy", "turn", "add"]))
        if deed == "delete":
            del parent[last]
        elif deed == "replace":
            parent[last] = copy.deepcopy(draw(VALUES))
        elif deed == "copy" and isinstance(parent, dict):
            parent["copia"] = copy.deepcopy(parent[last])
        elif deed == "turn" and isinstance(parent, dict):
            turned = list(reversed(parent.items()))
            parent.clear()
            parent.update(turned)
        elif deed == "turn":
            parent.reverse()
        elif isinstance(parent, dict):
            parent["algo_nuevo"] = copy.deepcopy(draw(VALUES))
        else:
            parent.append(copy.deepcopy(draw(VALUES)))
    return Edited((old, new))


@settings(max_examples=120, deadline=None)
@given(edits())
def test_every_difference_has_a_class_and_a_plain_sentence_in_both_languages(documents):
    old, new = documents
    found = changes(old, new)
    for language in ("es", "en"):
        names = Names(keyed(old), keyed(new), language)
        with translation.override(language):
            for change in found:
                sentences = tell(change, names)
                assert change.kind in GRAVITY
                assert sentences
                for sentence in sentences:
                    assert sentence.endswith(".") and sentence[0] == sentence[0].upper()
                    assert not PATH_SPEAK.search(_own_words(sentence)), sentence


def _own_words(sentence: str) -> str:
    """Without texts that the city itself wrote: quoted at length, they may hold anything."""
    return re.sub(r"[«“]([^«»“”]{40,}|form\.via == \"calle\")[»”]", "", sentence)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_service_does_not_differ_from_itself(data):
    service = services()[data.draw(st.integers(0, len(services()) - 1))]
    assert changes(service, copy.deepcopy(service)) == []


@settings(max_examples=60, deadline=None)
@given(edits())
def test_there_and_back_are_told_of_the_same_places(documents):
    old, new = documents
    assert bool(changes(old, new)) == bool(changes(new, old))
