"""Every field type, one by one: what it takes, what it refuses, its schema, its display and its form field."""

import jsonschema
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from casetypes.definitions.schema.fields import AnyField
from casetypes.forms.field_type import FieldContext
from casetypes.forms.types import ALL
from casetypes.kernel.expressions.values import to_cel
from casetypes.kernel.registry import field_types
from tests.forms.cases import CASES, ID

GOOD = [(kind, raw, clean) for kind, case in CASES.items() for raw, clean in case.good]
BAD = [(kind, raw) for kind, case in CASES.items() for raw in case.bad]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


def declared(kind: str):
    return TypeAdapter(AnyField).validate_python(
        {"type": kind, "label": {"es": "Pregunta"}, **CASES[kind].options}
    )


def test_every_type_is_registered_and_has_its_examples():
    assert {field_type.name for field_type in ALL} == set(CASES) == set(field_types.keys())


@pytest.mark.parametrize(("kind", "raw", "clean"), GOOD)
def test_a_good_answer_is_cleaned_and_cleaning_it_again_changes_nothing(kind, raw, clean):
    spec, field_type = declared(kind), field_types.get(kind)
    assert field_type.clean_json(raw, spec, "es") == clean
    assert clean is None or field_type.clean_json(clean, spec, "es") == clean


@pytest.mark.parametrize(("kind", "raw"), BAD)
def test_a_bad_answer_is_refused_in_words(kind, raw):
    with pytest.raises(ValidationError) as refused:
        field_types.get(kind).clean_json(raw, declared(kind), "es")
    assert all(refused.value.messages)


@pytest.mark.parametrize(("kind", "_raw", "clean"), GOOD)
def test_an_answer_can_be_read_by_expressions_and_by_people(kind, _raw, clean):
    spec, field_type = declared(kind), field_types.get(kind)
    to_cel({"form": {"x": field_type.from_json(clean, spec)}})
    assert isinstance(field_type.display(clean, spec, "es"), str)


@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.shown])
def test_an_answer_is_shown_as_people_read_it(kind):
    case = CASES[kind]
    assert (
        field_types.get(kind).display(case.good[0][1], declared(kind), "es").casefold()
        == case.shown.casefold()
    )


@pytest.mark.parametrize("kind", list(CASES))
@pytest.mark.parametrize("language", ["es", "en"])
def test_its_json_schema_is_valid_and_takes_what_is_kept(kind, language):
    spec, field_type = declared(kind), field_types.get(kind)
    schema = field_type.json_schema(spec, language)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == "Pregunta"
    for _raw, clean in CASES[kind].good:
        if clean is not None:
            jsonschema.validate(clean, schema)


@pytest.mark.parametrize("kind", list(CASES))
def test_its_form_field_renders_with_an_answer_in_it(kind):
    from casetypes.forms.builder import build_form

    fields = {"x": declared(kind)}
    answers = {"x": CASES[kind].good[0][1]} if CASES[kind].good else {}
    html = build_form(fields, language="es", initial=answers).as_div()
    assert "Pregunta" in html or kind == "note"


@pytest.mark.parametrize("kind", list(CASES))
def test_saying_nothing_is_fine_unless_it_is_required(kind):
    assert field_types.get(kind).clean_json(None, declared(kind), "es") is None


def test_a_colonia_is_found_by_its_key_its_name_and_its_postal_code():
    from casetypes.places.models import Zone

    zone, field_type = Zone.objects.exclude(postal_code="").first(), field_types.get("zone")
    for written in (zone.key, f"{zone.name} {zone.postal_code}", f"{zone.name.upper()} ({zone.postal_code})"):
        assert field_type.clean_json(written, declared("zone"), "es") == zone.key
    assert zone.name in field_type.display(zone.key, declared("zone"), "es")


def test_several_colonias_of_one_name_are_told_apart_by_postal_code():
    from casetypes.places.models import Zone

    for code in ("27901", "27902"):
        Zone.objects.create(
            key=f"repetida-{code}", name="Repetida", search_name="repetida", postal_code=code, source="test"
        )
    field_type = field_types.get("zone")
    with pytest.raises(ValidationError, match="27901.*27902"):
        field_type.clean_json("Repetida", declared("zone"), "es")
    assert field_type.clean_json("repetida 27902", declared("zone"), "es") == "repetida-27902"


def test_a_crew_belongs_to_the_desk_that_asks():
    from casetypes.access.models import Crew

    crew = Crew.objects.filter(active=True).first()
    field_type, spec = field_types.get("crew"), declared("crew")
    assert field_type.clean_json(crew.key, spec, "es", FieldContext(desk=crew.desk_id)) == crew.key
    with pytest.raises(ValidationError):
        field_type.clean_json(crew.key, spec, "es", FieldContext(desk="otra"))


@pytest.mark.parametrize("sex", "HMX")
def test_a_curp_of_every_sex_is_taken(sex):
    from stdnum.mx import curp

    from casetypes.forms.types.curp import is_curp

    seventeen = f"HEGG560427{sex}VZRRL0"
    assert is_curp(seventeen + str(curp.calc_check_digit(seventeen + "0")))


@pytest.mark.parametrize(
    "options",
    [
        {"type": "text", "min": 5, "max": 2},
        {"type": "text", "pattern": "(a+)+"},
        {"type": "text", "pattern": "(a|aa)*"},
        {"type": "text", "pattern": r"(.)\1"},
        {"type": "text", "pattern": "["},
        {"type": "integer", "min": 5, "max": 2},
        {"type": "choice"},
        {"type": "choice", "options": {}},
        {"type": "date", "not_before": "2026-02-01", "not_after": "2026-01-01"},
        {"type": "photo", "max_size": "much"},
        {"type": "photo", "many": 0},
        {"type": "group", "fields": {"f": {"type": "photo"}}},
        {"type": "group", "fields": {"f": {"type": "group", "fields": {"x": {"type": "text"}}}}},
        {"type": "text", "maxx": 5},
        {"type": "tex"},
    ],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(Refused):
        TypeAdapter(AnyField).validate_python(options)


@pytest.mark.parametrize(
    "pattern", ["[A-Z]{3}[0-9]+", r"\d{3}-\d{4}", "(uno|dos) .*", "a?b?c?", "([0-9]{2}){3}"]
)
def test_patterns_that_cannot_explode_are_taken(pattern):
    assert TypeAdapter(AnyField).validate_python({"type": "text", "pattern": pattern}).pattern == pattern


def test_a_personal_question_makes_its_group_personal():
    group = {"type": "group", "fields": {"correo": {"type": "email"}}}
    assert TypeAdapter(AnyField).validate_python(group).is_personal
    assert not declared("group").is_personal


def test_contact_data_is_personal_by_nature():
    assert {kind for kind in CASES if declared(kind).is_personal} == {
        "email",
        "phone",
        "curp",
        "address",
        "signature",
    }


def test_files_are_named_by_their_ids_only():
    assert field_types.get("photo").clean_json([ID], declared("photo"), "es") == [ID]


@pytest.mark.parametrize(
    ("options", "value", "written"),
    [
        ({"type": "date"}, "2026-12-01", "2026-12-01"),
        ({"type": "datetime"}, "2026-12-01T15:05:00Z", "2026-12-01 09:05"),
        ({"type": "decimal", "unit": "kg"}, 12345.5, "12345.5"),
        ({"type": "integer", "unit": "cm"}, 1250, "1250"),
        ({"type": "money", "currency": "MXN"}, 1250.5, "1250.50"),
        ({"type": "boolean"}, True, "Sí"),
    ],
)
def test_a_spreadsheet_gets_what_it_can_sort_and_add_up(options, value, written):
    field_type = field_types.get(options["type"])
    spec = field_type.Options(label={"es": "¿?"}, **options)
    assert field_type.in_file(value, spec, "es") == written
