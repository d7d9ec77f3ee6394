"""The components as a page gets them: what is in the HTML, in words a person reads."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from cms.components import charts, shapes, site, words

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


def render(source: str, **values) -> str:
    return Template("{% load agora agora_forms %}" + source).render(Context(values))


class PotholeForm(forms.Form):
    road = forms.ChoiceField(
        label="Vía", choices=[("street", "Calle"), ("avenue", "Avenida")], widget=forms.RadioSelect
    )
    depth = forms.IntegerField(label="Profundidad", help_text="En centímetros", max_value=200)
    story = forms.CharField(label="Relato", required=False, widget=forms.Textarea)
    photo = forms.FileField(label="Foto", required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))


@pytest.mark.parametrize(
    ("folio", "groups"),
    [
        ("TRC-26-7K2M9QX4D", ["TRC-26", "7K2M", "9QX4", "D"]),
        ("HMO-000123", ["HMO", "0001", "23"]),
        ("7K2M9QX4", ["7K2M", "9QX4"]),
        ("", []),
    ],
)
def test_a_folio_is_read_in_groups_of_four(folio, groups):
    assert words.folio_groups(folio) == groups


def test_a_date_is_short_and_in_the_citys_time(settings):
    settings.TIME_ZONE = "America/Monterrey"
    with translation.override("es"):
        assert words.written_date(NOW).startswith("mar 24 nov")
        assert words.written_date(NOW).endswith("9:00")
        assert words.written_date(date(2020, 2, 3)) == "lun 3 feb 2020"
        assert words.written_date(None) == ""


def test_a_status_shows_icon_and_word():
    html = render('{% status_badge "referred" %}')
    assert "Turnado" in html
    assert "<svg" in html
    assert "status--referred" in html


def test_a_deadline_bar_says_what_it_draws_and_why_the_date_moved():
    move = shapes.DeadlineMove(why="Esperamos su respuesta", when=NOW, who="Mesa de control")
    deadline = shapes.Deadline(due=NOW, spent=30, paused=20, left=50, running=False, moves=[move])
    html = render("{% deadline_bar deadline %}", deadline=deadline)
    assert "Tiempo usado 30 %, en pausa 20 %" in html
    assert "El plazo está en pausa" in html
    assert "Esperamos su respuesta" in html
    assert "Mesa de control" in html


def test_a_bar_fills_exactly_its_width_and_leaves_empty_parts_out():
    parts = charts.segments(spent=1, paused=0, over=1, left=1)
    assert [part.kind for part in parts] == ["spent", "over", "left"]
    assert sum(part.width for part in parts) == pytest.approx(100, abs=0.1)
    assert charts.segments(spent=0, left=0) == []


def test_a_gap_in_the_records_is_a_gap_in_the_line():
    drawn = charts.sparkline([1, 2, None, 3, 4])
    assert drawn is not None
    assert len(drawn.lines) == 2
    assert drawn.area == ""


def test_one_record_is_no_trend():
    assert charts.sparkline([None, 3, None]) is None


def test_a_figure_without_a_value_is_not_recorded_rather_than_zero():
    html = render(
        "{% figure_tile figure %}", figure=shapes.Figure(label="Costo por caso", value="", method="Suma")
    )
    assert "Sin registro" in html
    assert "Cómo se calcula" in html


def test_a_missing_photo_says_so():
    before = shapes.Photo("/x.jpg", "Bache", NOW)
    html = render("{% photo_pair before None %}", before=before)
    assert 'alt="Bache"' in html
    assert "Aún sin foto" in html


def test_a_field_ties_its_help_and_errors_to_its_input():
    form = PotholeForm({"depth": "900"})
    html = render("{% form_fields form %}", form=form)
    assert 'aria-describedby="id_depth_helptext id_depth_error"' in html
    assert 'id="id_depth_error"' in html
    assert 'id="id_depth_helptext"' in html
    assert html.count("<fieldset") == 1  # the radios
    assert "(opcional)" in html


def test_the_error_summary_links_to_every_field():
    form = PotholeForm({"depth": "900"})
    html = render("{% error_summary form %}", form=form)
    assert 'href="#id_depth"' in html
    assert 'href="#id_road' in html
    assert "Hay 2 cosas que corregir" in html


def test_a_valid_form_has_no_error_summary():
    form = PotholeForm({"depth": "9", "road": "street"})
    assert render("{% error_summary form %}", form=form).strip() == ""


def test_an_answer_of_a_person_is_shown_as_text():
    answer = shapes.Answer("Relato", "<script>alert(1)</script>", "/cambiar/")
    html = render("{% check_answers answers %}", answers=[answer])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_confirmation_posts_and_can_be_cancelled():
    html = render(
        '{% confirm "¿Retirar?" action="/retirar/" cancel_url="/caso/" danger="yes" %}<p>Seguro</p>{% endconfirm %}',
        csrf_token="abc",
    )
    assert 'method="post"' in html
    assert 'value="abc"' in html
    assert "<p>Seguro</p>" in html
    assert 'href="/caso/"' in html


def test_pages_keep_the_other_parameters():
    request = RequestFactory().get("/buscar/", {"q": "bache", "page": "2"})
    page = Paginator(range(100), 10).get_page(2)
    html = render("{% pagination page %}", page=page, request=request)
    assert "q=bache&amp;page=3" in html
    assert 'aria-current="page"' in html


def test_a_single_page_has_no_pagination():
    assert render("{% pagination page %}", page=Paginator([1], 10).get_page(1)).strip() == ""


def test_the_location_can_be_given_without_javascript():
    html = render(
        '{% location_picker "lugar" values=values colonias=colonias %}', values={}, colonias=[("1", "Centro")]
    )
    assert 'name="lugar_address"' in html
    assert 'name="lugar_zone"' in html
    assert "<option" in html


def test_a_place_given_before_is_kept():
    values = {"latitude": 25.5428, "longitude": -103.4068, "address": "Av. Juárez 1250"}
    html = render('{% location_picker "lugar" values=values %}', values=values)
    assert 'value="25.5428"' in html
    assert 'value="-103.4068"' in html
    assert 'value="Av. Juárez 1250"' in html


def test_a_combobox_is_a_plain_select_first():
    html = render(
        '{% combobox "colonia" choices "Colonia" value="2" %}', choices=[("1", "Abastos"), ("2", "Centro")]
    )
    assert '<label class="field__label" for="id_colonia"' in html
    assert '<option value="2" selected>Centro</option>' in html


def test_the_doors_follow_the_language():
    assert site.door("services") == "/servicios/"
    with translation.override("en"):
        assert site.door("services") == "/en/servicios/"


def test_a_page_beneath_a_door_lights_that_door():
    request = RequestFactory().get("/servicios/bache/")
    html = render(
        "{% navigation as doors %}{% for a, label, now in doors %}{{ label }}={{ now }};{% endfor %}",
        request=request,
    )
    assert html == "Servicios=true;Seguimiento=;Transparencia=;"


def test_the_city_is_read_from_its_definition():
    assert site.current().name == "Torreón"


def test_every_map_opens_at_the_centre_of_the_city_and_says_what_it_lacks():
    latitude, longitude = site.current().center
    for source in ('{% location_picker "lugar" %}', "{% map_panel places %}"):
        html = render(source, places=[])
        assert f'data-center="{latitude},{longitude}"' in html
        assert 'data-zoom="13"' in html
    assert "data-bare" in render('{% location_picker "lugar" %}')


def test_a_city_without_a_centre_opens_its_maps_at_the_outline(tmp_path, settings):
    (tmp_path / "city.yaml").write_text("name: {es: Villa}\ncenter: norte\n")
    settings.CITY_DIR = tmp_path
    assert site.current().center is None
    assert "data-center" not in render('{% location_picker "lugar" %}')
