"""The page of a case: what each role reads, what it may do, and what happens when two act at once."""

import threading
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from casetypes.access.models import User
from casetypes.cases import engine, services
from casetypes.cases.models import Case, CaseEvent, OutboxEntry
from casetypes.evidence import services as evidence
from casetypes.evidence.models import CustodyEntry
from casetypes.queues.models import Assignment
from casetypes.sla.selectors import Left, clock_views
from cms.workspace.case.bars import _left_words, bar_of
from tests.cast import sign_in
from tests.cms.workspace.acting import fresh, person, photo, url
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db


def page_of(client: Client, case: Case) -> str:
    response = client.get(url("case", case.folio))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("es", "30 minutos hábiles"), ("en", "30 working minutes")])
def test_the_time_of_a_deadline_is_told_in_the_readers_language(report, language: str, words: str):
    view = replace(clock_views(report("bache"))[0], budget="30 working minutes")
    with translation.override(language):
        assert bar_of(view).budget == words


def test_carla_reads_the_answers_the_rule_and_the_buttons(signed_in, report):
    case = report("bache", profundidad_cm=15)
    page = page_of(signed_in("carla"), case)
    assert "Mide más de 10 cm de profundidad o más de 1 m de ancho" in page
    assert "15 cm" in page
    assert "a•••@e•••.org" in page
    assert "Programar…" in page
    assert "Solución" in page
    assert "2 días hábiles" in page


def test_a_disabled_button_says_why_in_words(signed_in, in_work):
    page = page_of(signed_in("elena"), in_work())
    assert "Falta completar la lista de verificación" in page
    supervisor = page_of(signed_in("carla"), in_work(profundidad_cm=15))
    assert "Falta completar la lista de verificación" in supervisor


@pytest.mark.parametrize("name", ["fidel", "hugo", "irene"])
def test_a_strangers_case_does_not_exist(signed_in, report, name):
    case, client = report("bache"), signed_in(name)
    for address in (
        url("case", case.folio),
        url("move", case.folio, "programar"),
        url("checklist", case.folio, "reparacion"),
    ):
        assert client.get(address).status_code == 404
    for address in (url("note", case.folio), url("assign", case.folio), url("retry", case.folio, 1)):
        assert client.post(address).status_code == 404


def test_the_crew_reads_only_the_work_of_its_own_crew(signed_in, report, scheduled, carla):
    mine, nobodys = scheduled(), report("bache")
    other = report("bache")
    engine.advance(other.folio, "programar", actor=carla, input={"cuadrilla": "C2"})
    client = signed_in("elena")
    assert client.get(url("case", mine.folio)).status_code == 200
    assert client.get(url("case", nobodys.folio)).status_code == 404
    assert client.get(url("case", other.folio)).status_code == 404


def test_the_crew_sees_no_personal_data_and_is_told_so(signed_in, scheduled):
    page = page_of(signed_in("elena"), scheduled())
    assert "ana@example.org" not in page
    assert "Usted no puede ver los datos personales" in page


def test_the_comptroller_reads_anonymised(signed_in, report, carla):
    case = report("bache", descripcion="Pregunten por Juana, tel. 8711234567")
    services.add_note(case.folio, actor=carla, text="Llamó Juana Pérez")
    picture = evidence.receive(content=jpeg(), name="x.jpg", field="fotos", case=case, actor=carla)
    client = signed_in("gloria")
    page = page_of(client, case)
    for secret in ("ana@example.org", "Juana", "8711234567"):
        assert secret not in page
    assert "Usted lee este caso anonimizado" in page
    assert "data-step" not in page
    assert client.get(url("original", case.folio, picture.pk)).status_code == 403
    assert client.post(url("note", case.folio), {"text": "Hola"}).status_code == 403
    assert CaseEvent.objects.filter(case=case, kind="note").count() == 1


def test_a_step_without_input_is_one_click(signed_in, scheduled):
    case = scheduled()
    response = signed_in("elena").post(url("move", case.folio, "iniciar"), {"revision": case.revision})
    assert response.url == url("case", case.folio)
    case = fresh(case)
    assert case.state == "en_obra"


def test_a_step_with_input_asks_for_it_and_keeps_what_was_typed(signed_in, report):
    case, client = report("bache"), signed_in("carla")
    address = url("move", case.folio, "rechazar")
    assert "Explicación para quien reportó" in client.get(address).content.decode()
    typed = {"revision": case.revision, "explicacion": "Está dentro de un estacionamiento."}
    half = client.post(address, typed)
    assert half.status_code == 422
    assert "Está dentro de un estacionamiento." in half.content.decode()
    done = client.post(address, {**typed, "motivo": "privado"})
    assert done.status_code == 302
    case = fresh(case)
    assert case.state == "improcedente"


def test_the_crews_of_another_desk_are_not_offered(signed_in, report):
    case, client = report("bache"), signed_in("carla")
    address = url("move", case.folio, "programar")
    assert "Cuadrilla de fugas 1" not in client.get(address).content.decode()
    assert client.post(address, {"revision": case.revision, "cuadrilla": "S1"}).status_code == 422


def test_a_stale_click_is_a_plain_conflict_that_tells_what_changed(signed_in, report, diego, carla):
    case = report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    typed = {"revision": case.revision, "pregunta": "¿De qué lado?"}
    response = signed_in("beto").post(url("move", case.folio, "preguntar"), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "No se cambió nada" in page
    assert "Programar" in page
    assert "¿De qué lado?" in page
    case = fresh(case)
    assert case.state == "programado"


def test_a_step_that_is_gone_is_a_conflict_too(signed_in, report, carla):
    case = report("bache")
    reason = {"motivo": "privado", "explicacion": "Es privado."}
    engine.advance(case.folio, "rechazar", actor=carla, input=reason)
    response = signed_in("beto").post(url("move", case.folio, "preguntar"), {"revision": case.revision})
    assert response.status_code == 409
    assert "Declarar improcedente" in response.content.decode()


def test_a_second_click_of_the_same_person_is_no_conflict(signed_in, scheduled):
    case, client = scheduled(), signed_in("elena")
    seen = {"revision": case.revision}
    first = client.post(url("move", case.folio, "iniciar"), seen)
    second = client.post(url("move", case.folio, "iniciar"), seen)
    assert (first.status_code, second.status_code) == (302, 302)
    assert CaseEvent.objects.filter(case=case, name="iniciar").count() == 1


def test_the_same_step_with_other_words_from_another_tab_is_told_in_the_words_of_its_form(signed_in, report):
    case, client = report("bache"), signed_in("carla")
    address = url("move", case.folio, "programar")
    client.post(address, {"revision": case.revision, "cuadrilla": "C1"})
    again = client.post(address, {"revision": case.revision, "cuadrilla": "C1"})
    other = client.post(address, {"revision": case.revision, "cuadrilla": "C2"})
    assert (again.status_code, other.status_code) == (302, 409)
    page = other.content.decode()
    assert "<blockquote>Cuadrilla de bacheo 2</blockquote>" in page and fresh(case).crew_id == "C1"


def test_the_wrong_role_is_refused_with_the_reason(signed_in, report):
    case = report("bache")
    response = signed_in("beto").post(
        url("move", case.folio, "programar"), {"revision": case.revision, "cuadrilla": "C1"}
    )
    assert response.status_code == 403
    assert "Solo para: mesa de control" in response.content.decode()


def test_the_supervisor_verifies_and_closes(signed_in, to_verify):
    case = to_verify()
    page = page_of(signed_in("diego"), case)
    assert "Verificar y cerrar" in page
    signed_in("diego").post(url("move", case.folio, "verificar"), {"revision": case.revision})
    case = fresh(case)
    assert case.state == "resuelto"


def test_the_supervisor_sees_before_and_after_side_by_side(signed_in, to_verify, carla):
    case = to_verify()
    evidence.receive(content=jpeg(), name="antes.jpg", field="fotos", case=case, actor=carla)
    response = signed_in("diego").get(url("case", case.folio))
    facts = response.context["facts"]
    assert [picture.label for picture in facts.before] == ["Fotografías"]
    assert [picture.label for picture in facts.after] == ["Foto posterior"]
    assert facts.after[0].sha256 in response.content.decode()


def test_opening_an_original_is_on_record(signed_in, to_verify):
    case = to_verify()
    picture = case.attachments.get()
    response = signed_in("diego").post(url("original", case.folio, picture.pk), {"purpose": "attend"})
    assert response.content[:2] == b"\xff\xd8"
    assert "attachment" in response["Content-Disposition"]
    assert CustodyEntry.objects.filter(attachment=picture, action="read").count() == 1


def test_an_original_of_another_case_is_not_found(signed_in, to_verify, report):
    picture = to_verify().attachments.get()
    assert signed_in("diego").get(url("original", report("bache").folio, picture.pk)).status_code == 404


def test_carla_writes_a_note_and_gives_the_case_to_another_crew(signed_in, scheduled):
    case, client = scheduled(), signed_in("carla")
    client.post(url("note", case.folio), {"text": "Cerrar un carril."})
    client.post(url("assign", case.folio), {"crew": "C2", "reason": "C1 no tiene mezcla"})
    page = page_of(client, case)
    assert "Cerrar un carril." in page
    assert "Cuadrilla de bacheo 2" in page
    assert Assignment.objects.get(case=case, ended_at=None).reason == "C1 no tiene mezcla"


def test_a_crew_of_another_desk_is_not_accepted(signed_in, scheduled):
    case, client = scheduled(), signed_in("carla")
    client.post(url("assign", case.folio), {"crew": "S1"})
    case = fresh(case)
    assert case.crew_id == "C1"


def test_an_empty_note_says_what_to_do(signed_in, report):
    case, client = report("bache"), signed_in("carla")
    page = client.post(url("note", case.folio), {"text": " "}, follow=True).content.decode()
    assert "Escriba primero la nota" in page


def test_a_parked_message_is_shown_and_sent_again(signed_in, report):
    case, client = report("bache"), signed_in("carla")
    entry = OutboxEntry.objects.filter(case=case, effect="notify").first()
    OutboxEntry.objects.filter(pk=entry.pk).update(
        state="parked", attempts=8, last_error="SMTPConnectError: no answer"
    )
    assert "SMTPConnectError" in page_of(client, case)
    client.post(url("retry", case.folio, entry.pk))
    entry.refresh_from_db()
    assert entry.state == "pending"


def test_a_message_of_another_case_is_left_alone(signed_in, report):
    case, other, client = report("bache"), report("bache"), signed_in("carla")
    entry = OutboxEntry.objects.filter(case=other, effect="notify").first()
    OutboxEntry.objects.filter(pk=entry.pk).update(state="parked")
    client.post(url("retry", case.folio, entry.pk))
    entry.refresh_from_db()
    assert entry.state == "parked"


def test_the_page_costs_the_same_however_much_happened(signed_in, to_verify, carla):
    case, client = to_verify(), signed_in("diego")

    def queries() -> int:
        page_of(client, case)
        with CaptureQueriesContext(connection) as captured:
            page_of(client, case)
        return len(captured)

    before = queries()
    for number in range(6):
        services.add_note(case.folio, actor=carla, text=f"Nota {number}")
        evidence.receive(content=jpeg(), name="x.jpg", field="fotos", case=case, actor=carla)
    assert queries() == before
    assert before <= 26


def test_after_referring_a_case_away_one_is_back_where_one_reads(signed_in, report):
    leak, client = report("fuga_de_agua"), signed_in("fidel")
    engine.advance(leak.folio, "turnar_a_simas", actor=person("carla"))
    leak = fresh(leak)
    back = client.post(
        url("move", leak.folio, "devolver"),
        {"revision": leak.revision, "motivo": "no_es_red", "explicacion": "No es de la red."},
    )
    assert client.get(back.url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_moves_the_case(report):
    case = report("bache")
    answers: list[int] = []
    gate = threading.Barrier(2)

    def click(name: str, step: str, data: dict[str, object]) -> None:
        client = Client()
        sign_in(client, User.objects.get(username=name))
        gate.wait(10)
        response = client.post(url("move", case.folio, step), {"revision": case.revision, **data})
        answers.append(response.status_code)
        connection.close()

    threads = [
        threading.Thread(target=click, args=("carla", "programar", {"cuadrilla": "C1"})),
        threading.Thread(target=click, args=("beto", "preguntar", {"pregunta": "¿Dónde?"})),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [302, 409]
    assert CaseEvent.objects.filter(case=case, kind="transition").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_once_is_one_move_and_no_conflict(scheduled):
    case = scheduled()
    answers: list[int] = []
    gate = threading.Barrier(2)

    def click() -> None:
        client = Client()
        sign_in(client, User.objects.get(username="elena"))
        gate.wait(10)
        answers.append(
            client.post(url("move", case.folio, "iniciar"), {"revision": case.revision}).status_code
        )
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [302, 302]
    assert CaseEvent.objects.filter(case=case, name="iniciar").count() == 1


def test_a_photo_in_the_input_of_a_step_becomes_evidence(signed_in, to_verify):
    case, client = to_verify(), signed_in("diego")
    client.post(url("move", case.folio, "verificar"), {"revision": case.revision})
    case = fresh(case)
    response = client.post(
        url("move", case.folio, "reabrir"),
        {"revision": case.revision, "motivo": "Se hundió otra vez.", "foto": photo()},
    )
    assert response.status_code == 302
    assert case.attachments.filter(field="foto").count() == 1


def test_less_than_a_working_day_is_said_in_hours():
    assert _left_words(Left(0, "working_days", late=False, minutes=150)).startswith("quedan 2 h")
    assert _left_words(Left(2, "working_days", late=False)) == "quedan 2 días hábiles"
