"""Crews: their work and their checklists, on a phone."""

import pytest

from casetypes.cases import engine
from casetypes.fieldwork.models import ChecklistRecord
from tests.cms.workspace.acting import FILLED, fresh, photo, url
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db
TYPED = {"zona_segura": "true", "corte_recto": "true", "tecnica": "fria", "material_kg": "4"}


def fill(client, case, **changes):
    return client.post(url("checklist", case.folio, "reparacion"), {**TYPED, **changes})


def test_the_crew_lands_on_its_work_after_signing_in(signed_in, scheduled, in_work):
    to_begin, begun = scheduled(), in_work()
    response = signed_in("elena").get("/admin/", follow=True)
    assert response.redirect_chain == [(url("work"), 302)]
    assert [job.case.folio for job in response.context["now"]] == [begun.folio]
    assert [job.case.folio for job in response.context["next"]] == [to_begin.folio]
    assert "Iniciar la obra" in response.content.decode()


def test_nobody_sees_the_work_of_other_crews(signed_in, report, carla):
    case = report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C2"})
    assert "No hay trabajo pendiente" in signed_in("elena").get(url("work")).content.decode()


def test_a_checklist_can_be_left_half_way(signed_in, in_work):
    case, client = in_work(), signed_in("elena")
    client.post(url("checklist", case.folio, "reparacion"), {"zona_segura": "true"})
    record = ChecklistRecord.objects.get(case=case)
    assert (record.answers, record.complete) == ({"zona_segura": True}, False)
    response = client.get(url("checklist", case.folio, "reparacion"))
    assert (response.context["done"], response.context["total"]) == (1, 5)
    assert "Foto posterior" in ", ".join(response.context["missing"])


def test_it_is_complete_with_the_photo_and_the_work_can_be_finished(signed_in, in_work):
    case, client = in_work(), signed_in("elena")
    assert fill(client, case, despues=photo()).url == url("case", case.folio)
    assert ChecklistRecord.objects.get(case=case).complete
    client.post(url("move", case.folio, "terminar"), {"revision": case.revision})
    case = fresh(case)
    assert case.state == "resuelto"


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: photo("nota.jpg", b"this is no photo"), "no es una foto"),
        (lambda: photo("grande.jpg", jpeg() + b"\0" * 20_000_000), "MB"),
    ],
    ids=["no-photo", "20-MB"],
)
def test_a_bad_photo_is_said_beside_it_and_the_rest_is_kept(signed_in, in_work, upload, words):
    case, client = in_work(), signed_in("elena")
    response = fill(client, case, despues=upload())
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "todo lo demás quedó guardado" in page
    answers = ChecklistRecord.objects.get(case=case).answers
    assert {key: answers[key] for key in FILLED} == {**FILLED, "material_kg": 4}
    assert case.attachments.count() == 0


def test_a_wrong_number_does_not_lose_the_photo(signed_in, in_work):
    case, client = in_work(), signed_in("elena")
    response = fill(client, case, material_kg="mucho", despues=photo())
    assert response.status_code == 422
    assert "mucho" in response.content.decode()
    record = ChecklistRecord.objects.get(case=case)
    assert len(record.answers["despues"]) == 1
    assert fill(client, case).status_code == 302
    record.refresh_from_db()
    assert record.complete


def test_a_photo_taken_again_takes_the_place_of_the_first_which_stays_on_record(signed_in, in_work):
    case, client = in_work(), signed_in("elena")
    fill(client, case, despues=photo())
    fill(client, case, despues=photo("otra.jpg", jpeg(640, 480)))
    record = ChecklistRecord.objects.get(case=case)
    assert len(record.answers["despues"]) == 1
    assert case.attachments.count() == 2


def test_a_checklist_that_is_not_open_takes_nothing_in(signed_in, scheduled):
    case, client = scheduled(), signed_in("elena")
    response = fill(client, case, despues=photo())
    assert response.status_code == 302
    assert case.attachments.count() == 0
    assert not ChecklistRecord.objects.filter(case=case).exists()


def test_an_unknown_checklist_is_404(signed_in, in_work):
    assert signed_in("elena").get(url("checklist", in_work().folio, "nada")).status_code == 404


def test_the_comptroller_fills_nothing(signed_in, in_work):
    case = in_work()
    fill(signed_in("gloria"), case)
    assert not ChecklistRecord.objects.filter(case=case).exists()


def test_my_work_costs_the_same_for_one_job_and_for_many(
    signed_in, scheduled, in_work, django_assert_max_num_queries
):
    client = signed_in("elena")
    in_work()
    client.get(url("work"))
    for _ in range(4):
        in_work()
        scheduled()
    with django_assert_max_num_queries(14):
        client.get(url("work"))
