"""Forms built from fields: what a browser sends becomes the same answers that the API takes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from casetypes.forms.builder import build_form
from tests.forms.cases import ID

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


@pytest.fixture
def whole(fields):
    return fields(
        aviso_previo={"type": "note", "text": {"es": "Llame al 911."}},
        via={
            "type": "choice",
            "required": True,
            "label": {"es": "Vía"},
            "options": {"calle": {"es": "Calle"}},
        },
        profundidad={"type": "integer", "required": True, "min": 1, "max": 200},
        ancho={"type": "decimal"},
        lesionados={"type": "boolean", "required": True},
        fecha={"type": "date"},
        lugar={"type": "location", "within": "anywhere"},
        domicilio={"type": "address"},
        gente={
            "type": "group",
            "many": 3,
            "fields": {"nombre": {"type": "text", "required": True}, "edad": {"type": "integer"}},
        },
        fotos={"type": "photo", "many": 2},
        aviso={"type": "consent", "required": True},
    )


SENT = {
    "via": "calle", "profundidad": "15", "ancho": "1.5", "lesionados": "false", "fecha": "2026-01-31",
    "lugar_latitude": "25.5", "lugar_longitude": "-103.4", "lugar_address": "", "lugar_zone": "",
    "domicilio_street": "Juárez", "domicilio_exterior": "10", "domicilio_colonia": "Centro",
    "gente-0-nombre": "Ana", "gente-0-edad": "30", "gente-1-nombre": "", "gente-1-edad": "", "aviso": "on",
}  # fmt: skip
MEANT = {
    "via": "calle", "profundidad": 15, "ancho": 1.5, "lesionados": False, "fecha": "2026-01-31",
    "lugar": {"latitude": 25.5, "longitude": -103.4},
    "domicilio": {"street": "Juárez", "exterior": "10", "colonia": "Centro"},
    "gente": [{"nombre": "Ana", "edad": 30}], "aviso": True,
}  # fmt: skip


def test_what_a_browser_sends_becomes_json_shaped_answers(whole):
    form = build_form(whole, language="es", data=SENT, files={})
    assert form.is_valid(), form.errors
    assert form.answers() == MEANT


def test_answers_come_back_into_the_inputs(whole):
    html = build_form(whole, language="es", initial=MEANT).as_div()
    for expected in (
        'value="15"',
        'value="25.5"',
        'value="Juárez"',
        'value="Ana"',
        'value="2026-01-31"',
        'value="1.5"',
    ):
        assert expected in html
    assert html.count("checked") == 3


def test_wrong_answers_stay_in_the_form_with_their_errors(whole):
    form = build_form(
        whole, language="es", data={**SENT, "profundidad": "quince", "gente-0-edad": "x"}, files={}
    )
    assert set(form.errors) == {"profundidad", "gente"}
    html = form.as_div()
    assert 'value="quince"' in html
    assert 'aria-invalid="true"' in html


def test_missing_answers_are_asked_for_by_name(whole):
    form = build_form(whole, language="es", data={}, files={})
    assert set(form.errors) == {"via", "profundidad", "lesionados", "aviso"}


def test_files_are_handed_over_apart_and_earlier_ones_count(whole, fields):
    photo = SimpleUploadedFile("a.jpg", b"x", "image/jpeg")
    files = MultiValueDict({"fotos": [photo]})
    form = build_form(whole, language="es", data=SENT, files=files, initial={"fotos": [ID]})
    assert form.is_valid(), form.errors
    assert (form.uploads(), form.kept_files()) == ({"fotos": [photo]}, {"fotos": [ID]})
    assert "fotos" not in form.answers()
    three = build_form(whole, language="es", data=SENT, files=MultiValueDict({"fotos": [photo] * 3}))
    assert set(three.errors) == {"fotos"}
    required = fields(fotos={"type": "photo", "required": True})
    assert not build_form(required, language="es", data={}, files={}).is_valid()
    assert build_form(required, language="es", data={}, files={}, initial={"fotos": [ID]}).is_valid()


def test_a_file_over_its_limit_does_not_take_the_good_ones_with_it(fields):
    """Size is judged file by file where each is received (evidence), which names the one that is too big."""
    big, good = SimpleUploadedFile("a.jpg", b"x"), SimpleUploadedFile("b.jpg", b"y")
    big.size = 20_000_000
    sent = MultiValueDict({"fotos": [big, good]})
    form = build_form(fields(fotos={"type": "photo", "many": 2}), language="es", data={}, files=sent)
    assert form.is_valid()
    assert form.uploads() == {"fotos": [big, good]}


def test_labels_and_help_speak_the_language_of_the_form(fields):
    spec = fields(via={"type": "text", "label": {"es": "Vía", "en": "Road"}, "help": {"es": "Ayuda"}})
    assert build_form(spec, language="en").fields["via"].label == "Road"
    assert build_form(spec, language="en").fields["via"].help_text == "Ayuda"


def test_a_must_be_check_is_a_checkbox_that_may_wait_unless_required(fields):
    waiting = fields(zona={"type": "boolean", "must_be": True})
    assert build_form(waiting, language="es", data={}, files={}).answers.__self__.is_valid()
    needed = fields(zona={"type": "boolean", "must_be": True, "required": True})
    assert not build_form(needed, language="es", data={}, files={}).is_valid()
    assert build_form(needed, language="es", data={"zona": "on"}, files={}).is_valid()
