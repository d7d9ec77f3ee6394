"""The schemas of editors: every key explained in both languages, shipped files fit, mistakes are found in place."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from casetypes.definitions.hover import HOVER, described
from casetypes.definitions.json_schemas import json_schemas
from casetypes.definitions.loader.reading import read_text
from tests.architecture.tree import ROOT

SCHEMAS = json_schemas()
SHIPPED = sorted((ROOT / "workflows_yaml").glob("*/**/*.yaml"))


def keys(schema):
    """(key, its schema) of every mapping of a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"].items()
        for part in schema.values():
            yield from keys(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys(part)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_is_explained_in_spanish_and_english(kind):
    found = dict(keys(SCHEMAS[kind]))
    assert sorted(key for key in found if key not in HOVER) == []
    assert all(part["description"].startswith(described(key)) for key, part in keys(SCHEMAS[kind]))


def test_no_explanation_is_left_over_and_none_is_empty():
    assert sorted(set(HOVER) - {key for schema in SCHEMAS.values() for key, _part in keys(schema)}) == []
    assert all(spanish and english and spanish != english for spanish, english in HOVER.values())


def document(path):
    return read_text(path.read_text("utf-8"), path.name).data


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_fits_its_schema(path):
    data = document(path)
    errors = Draft202012Validator(SCHEMAS[data["kind"]]).iter_errors(data)
    assert [(list(error.absolute_path), error.message[:200]) for error in errors] == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("states", "recibido", "public"), "recieved"),
        (("transitions", "programar", "by"), "control_desk"),
        (("clocks", "solucion", "calendar"), 5),
        (("public", "mapa"), "exact"),
        (("agora",), 2),
    ],
)
def test_a_mistake_is_found_where_it_stands(path, wrong):
    data = copy.deepcopy(document(ROOT / "workflows_yaml" / "torreon" / "services" / "bache.yaml"))
    holder = data
    for segment in path[:-1]:
        holder = holder[segment]
    holder[path[-1]] = wrong
    [error] = Draft202012Validator(SCHEMAS["service"]).iter_errors(data)
    found = tuple(error.absolute_path)
    assert found == path or (found == path[:-1] and path[-1] in error.message)


def test_snippets_offer_shapes_that_fit():
    service = SCHEMAS["service"]["properties"]
    offered = {key: part["defaultSnippets"] for key, part in service.items() if "defaultSnippets" in part}
    assert set(offered) == {"priority", "states", "clocks", "transitions", "retention"}
    states = offered["states"][0]["body"]
    schema = {**SCHEMAS["service"], "required": [], "properties": {"states": service["states"]}}
    assert list(Draft202012Validator(schema).iter_errors(json.loads(json.dumps({"states": states})))) == []
