"""The one validation of answers: whatever comes in, it is either clean or refused by field."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casetypes.definitions import selectors
from casetypes.forms.answers import clean_answers, clean_values
from casetypes.kernel.errors import Invalid
from tests.cast import ANSWERS, CONTACT, PLAZA

pytestmark = pytest.mark.django_db

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
WHOLE = {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT}


@pytest.fixture
def bache():
    return selectors.live_service("bache").compiled


def test_personal_answers_are_kept_apart(bache):
    clean = clean_answers(bache, {**WHOLE, "nombre": "Ana"}, language="es")
    assert clean.personal == {"correo": "ana@example.org", "nombre": "Ana"}
    assert not set(clean.form) & bache.personal_fields


def test_an_unknown_key_gets_a_suggestion(bache):
    with pytest.raises(Invalid) as refused:
        clean_answers(bache, {**WHOLE, "profundidad_cmm": 5}, language="es")
    assert "profundidad_cm" in refused.value.fields["profundidad_cmm"][0]


def test_errors_on_a_page_that_is_not_reached_do_not_count(bache):
    clean = clean_answers(bache, {**WHOLE, "fecha": "no es fecha"}, language="es")
    assert "fecha" not in clean.all


def test_a_legacy_record_may_leave_everything_out_and_send_text(bache):
    clean = clean_answers(bache, {"profundidad_cm": "15", "lesionados": "true"}, language="es", legacy=True)
    assert clean.form == {"profundidad_cm": 15, "lesionados": True}
    assert clean_answers(bache, {}, language="es", legacy=True).all == {}


@pytest.mark.parametrize("raw", [None, [], "x", 5, {1: 2}])
def test_answers_are_an_object(bache, raw):
    with pytest.raises(Invalid):
        clean_answers(bache, raw, language="es")


def test_a_curp_is_never_a_condition_of_service(fields):
    assert clean_values(fields(curp={"type": "curp", "required": True}), {}, language="es") == {}


@settings(max_examples=150, deadline=None)
@given(
    raw=st.dictionaries(
        st.sampled_from([*ANSWERS["bache"], *CONTACT, "ubicacion", "fotos", "ancho_m", "x"]), JSON
    )
)
def test_any_json_is_either_clean_or_refused_by_field(raw):
    compiled = selectors.live_service("bache").compiled
    try:
        clean = clean_answers(compiled, raw, language="es")
    except Invalid as refused:
        assert all(refused.fields.values())
    else:
        assert clean_answers(compiled, clean.all, language="es") == clean
