"""Text to data, data to its canonical form and back: nothing is lost on the way, order included."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetypes.definitions.loader import canonical
from casetypes.definitions.loader.reading import read_text
from tests.architecture.tree import ROOT
from tests.definitions.loader.test_reading import NAMES, TREES

SHIPPED = sorted((ROOT / "workflows_yaml").glob("*/**/*.yaml"))


def data_of(text: str) -> object:
    document = read_text(text, "f.yaml")
    assert document.problems == []
    return document.data


@given(st.dictionaries(NAMES, TREES, min_size=1, max_size=5))
def test_data_survives_its_canonical_form_in_the_same_order(data):
    read = data_of(canonical(data))
    assert read == data
    assert canonical(read) == canonical(data)
    assert canonical(data_of(canonical(read))) == canonical(data)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_survives_its_canonical_form(path):
    data = data_of(path.read_text("utf-8"))
    assert json.dumps(data_of(canonical(data))) == json.dumps(data)
