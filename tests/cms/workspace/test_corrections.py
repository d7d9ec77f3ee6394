"""The page on which what was reported is corrected: a form, a reason, and nothing lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from casetypes.cases import engine, links
from casetypes.cases.corrections.services import Correction, correct
from casetypes.cases.models import Case, CaseEvent, PersonalReading
from casetypes.cases.personal_data import personal
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.definitions import selectors as definitions
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from casetypes.places.models import Zone
from tests.cms.workspace.acting import fresh, person

pytestmark = pytest.mark.django_db
WHY = {"correction-why": "Lo aclaró por teléfono"}


def page_of(case: Case) -> str:
    return reverse("workspace_correct", args=[case.folio])


def form_of(response) -> dict[str, Any]:
    """What a browser would send of the page, untouched."""
    text = response.content.decode()
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = attributes.get("type"), attributes.get("name")
        if name and (kind not in {"radio", "checkbox"} or " checked" in tag):
            value = attributes.get("value", "").replace("&quot;", '"')
            sent[name] = [*sent.get(name, []), value] if kind == "checkbox" else value
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', text):
        sent[name] = inner.strip("\n\r")
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', inner)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_the_case_offers_it_to_who_may_and_the_page_asks_its_questions(report, signed_in):
    case = report("bache")
    assert (
        page_of(case) in signed_in("carla").get(reverse("workspace_case", args=[case.folio])).content.decode()
    )
    assert (
        page_of(case)
        not in signed_in("diego").get(reverse("workspace_case", args=[case.folio])).content.decode()
    )
    form = form_of(signed_in("carla").get(page_of(case)))
    assert {"via", "profundidad_cm", "ubicacion_latitude", "descripcion", "correction-why"} <= set(form)
    assert not {"fotos", "aviso", "correo", "fecha"} & set(form)
    assert signed_in("diego").get(page_of(case)).status_code == 403


def test_only_what_was_touched_is_corrected(report, signed_in):
    case, carla = report("bache", ancho_m=0.5, descripcion="Junto al árbol"), signed_in("carla")
    sent = form_of(carla.get(page_of(case))) | {"profundidad_cm": "15"} | WHY
    answer = carla.post(page_of(case), sent, follow=True)
    assert answer.status_code == 200
    assert fresh(case).answers == {**case.answers, "profundidad_cm": 15}
    event = CaseEvent.objects.get(case=case, kind="corrected")
    assert set(event.data["fields"]) == {"profundidad_cm"}
    text = answer.content.decode()
    assert "Normal → Alta" in text and "6" in text and "Lo aclaró por teléfono" in text


def test_a_form_that_was_open_meanwhile_is_a_conflict_and_takes_nothing_back(report, signed_in, beto):
    case, carla = report("bache"), signed_in("carla")
    sent = form_of(carla.get(page_of(case))) | {"descripcion": "Es hondo"} | WHY
    correct(case.folio, Correction({"via": "avenida"}, "Era avenida"), actor=person("carla"))
    CaseEvent.objects.filter(case=case, kind="corrected").update(user=beto.user_id)
    answer = carla.post(page_of(case), sent)
    assert answer.status_code == 409
    assert "Es hondo" in answer.content.decode()
    assert fresh(case).answers.get("descripcion") is None
    assert carla.post(page_of(case), form_of(answer)).status_code == 302
    assert (fresh(case).answers["via"], fresh(case).answers["descripcion"]) == ("avenida", "Es hondo")


def test_when_the_case_was_closed_meanwhile_the_words_are_still_there(report, signed_in, ana):
    case, carla = report("bache"), signed_in("carla")
    sent = form_of(carla.get(page_of(case))) | {"descripcion": "Es hondo"} | WHY
    engine.advance(case.folio, "retirar", actor=ana(case), input={"motivo": "Ya no está."})
    answer = carla.post(page_of(case), sent)
    assert answer.status_code == 409
    assert "Es hondo" in answer.content.decode() and WHY["correction-why"] in answer.content.decode()


def test_a_second_click_is_the_first_ones_answer(report, signed_in):
    case, carla = report("bache"), signed_in("carla")
    sent = form_of(carla.get(page_of(case))) | {"profundidad_cm": "15"} | WHY
    assert [carla.post(page_of(case), sent).status_code for _ in range(2)] == [302, 302]
    assert CaseEvent.objects.filter(case=case, kind="corrected").count() == 1


def test_personal_answers_open_within_the_form_and_what_was_typed_stays(report, signed_in):
    case, carla = report("bache", nombre="Ana Rioz"), signed_in("carla")
    shown = carla.get(page_of(case))
    assert "Rioz" not in shown.content.decode()
    sent = form_of(shown) | {"descripcion": "Es hondo", "correction-open": "1", "purpose": "call"} | WHY
    opened = carla.post(page_of(case), sent)
    assert PersonalReading.objects.get(case=case).purpose == "call"
    form = form_of(opened)
    assert (form["nombre"], form["descripcion"], form["correction-why"]) == (
        "Ana Rioz",
        "Es hondo",
        WHY["correction-why"],
    )
    assert carla.post(page_of(case), form | {"nombre": "Ana Ríos"}).status_code == 302
    text = carla.get(reverse("workspace_case", args=[case.folio])).content.decode()
    assert "Ana Rioz → Ana Ríos" in text


def test_when_the_time_of_the_reading_is_over_it_is_asked_for_again_and_nothing_is_lost(
    morning, report, signed_in, carla
):
    case, client = report("bache", nombre="Ana Rioz"), signed_in("carla")
    personal.open_for(case, carla, Stated("call"))
    sent = form_of(client.get(page_of(case))) | {"nombre": "Ana Ríos"} | WHY
    with clock.at(morning + timedelta(minutes=16)):
        late = client.post(page_of(case), sent)
        assert (late.status_code, form_of(late)["nombre"]) == (422, "Ana Ríos")
        again = client.post(page_of(case), form_of(late) | {"correction-open": "1", "purpose": "call"})
        assert form_of(again)["nombre"] == "Ana Ríos"
        assert client.post(page_of(case), form_of(again)).status_code == 302
    assert CaseEvent.objects.get(case=case, kind="corrected").data["personal"] == ["nombre"]


def test_who_did_not_open_them_sees_that_a_personal_answer_was_corrected_and_no_more(
    report, signed_in, carla
):
    case = report("bache", nombre="Ana Rioz")
    personal.open_for(case, carla, Stated("call"))
    correct(case.folio, Correction({"nombre": "Ana Ríos"}, "Mal escrito"), actor=carla)
    text = signed_in("diego").get(reverse("workspace_case", args=[case.folio])).content.decode()
    assert "Mal escrito" in text and "Rioz" not in text and "Ríos" not in text
    text = signed_in("gloria").get(reverse("workspace_case", args=[case.folio])).content.decode()
    assert "Mal escrito" not in text and "Rioz" not in text


def test_an_answer_that_leads_to_more_questions_asks_them_first(report, signed_in):
    case, carla = report("bache"), signed_in("carla")
    sent = form_of(carla.get(page_of(case))) | {"lesionados": "true"} | WHY
    wider = carla.post(page_of(case), sent)
    assert "fecha" in form_of(wider) and fresh(case).revision == 1
    missing = carla.post(page_of(case), form_of(wider))
    assert missing.status_code == 422
    assert carla.post(page_of(case), form_of(missing) | {"fecha": "2026-11-20"}).status_code == 302
    assert fresh(case).priority == 3


def test_without_a_reason_or_a_change_nothing_is_written(report, signed_in):
    case, carla = report("bache"), signed_in("carla")
    form = form_of(carla.get(page_of(case)))
    assert carla.post(page_of(case), form | {"via": "avenida"}).status_code == 422
    assert carla.post(page_of(case), form | WHY).status_code == 422
    assert carla.post(page_of(case), form | {"profundidad_cm": "0"} | WHY).status_code == 422
    assert fresh(case).revision == 1


def test_the_reporter_reads_why_and_everybody_that_it_was(report, signed_in, client, carla):
    case = report("bache", descripcion="Frente a la casa de Ana")
    correct(
        case.folio,
        Correction({"descripcion": "Frente a la tienda"}, "La tienda es la de la esquina"),
        actor=carla,
    )
    public = client.get(reverse("portal:track", args=[case.folio])).content.decode()
    assert "Se corrigió lo reportado" in public and "tienda" not in public
    mine = client.get(reverse("portal:track", args=[case.folio]), {"k": links.sign(case.folio)}, follow=True)
    assert "La tienda es la de la esquina" in mine.content.decode()


def test_an_untouched_form_is_no_correction_whatever_kinds_of_answers_it_holds(report, signed_in):
    """Several choices, moments, numbers, a colonia by its name."""
    given = dict(next(iter(definitions.live_service("ruido").compiled.spec.scenarios.values())).given)
    noise = submit(Submission(service="ruido", answers={"aviso": True, **given}))
    place = {"zone": Zone.objects.order_by("key")[3].key, "address": "Calle 1"}
    for case in (noise, report("bache", ubicacion=place, ancho_m=0.55)):
        sent = form_of(signed_in("carla").get(page_of(case))) | WHY
        answer = signed_in("carla").post(page_of(case), sent)
        assert answer.status_code == 422
        assert "Nada cambia" in answer.content.decode()
