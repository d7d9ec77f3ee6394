"""Correcting over the API: as on the page, by the person of the token."""

import pytest

from casetypes.cases.models import Case
from tests.api.test_cases import post, token  # noqa: F401

pytestmark = pytest.mark.django_db


def body(revision: int = 1, reason: str = "Lo aclaró", **answers: object) -> dict[str, object]:
    return {"expected_revision": revision, "reason": reason, "answers": answers}


def test_a_machine_corrects_for_its_person_and_hears_what_followed(client, report, token):  # noqa: F811
    case, carla = report("bache"), token("carla")
    path = f"/api/v1/cases/{case.folio}/corrections/"
    done = post(client, path, body(profundidad_cm=15), authorization=carla)
    assert done.status_code == 200
    told = done.json()
    assert (told["revision"], told["corrected"], told["priority"]) == (2, ["profundidad_cm"], "high")
    assert [each["clock"] for each in told["clocks"]] == ["solucion"]
    stale = post(client, path, body(via="avenida"), authorization=carla)
    assert (stale.status_code, stale.json()["actual"]) == (409, 2)


def test_what_cannot_be_is_told_by_question_and_who_may_not_is_told_only_that(client, report, token):  # noqa: F811
    case = report("bache", nombre="Ana Rioz")
    path = f"/api/v1/cases/{case.folio}/corrections/"
    wrong = post(client, path, body(via="luna", nombre="Ana Ríos", fotos=[]), authorization=token("carla"))
    assert wrong.status_code == 422
    assert wrong["Content-Type"] == "application/problem+json"
    assert set(wrong.json()["fields"]) == {"nombre", "fotos"}
    assert "Rioz" not in wrong.content.decode()
    assert post(client, path, body(via="luna"), authorization=token("carla")).json()["fields"].keys() == {
        "via"
    }
    assert post(client, path, {}, authorization=token("diego")).status_code == 403
    assert post(client, path, body(via="avenida"), authorization=token("fidel")).status_code == 404
    assert post(client, path, body(via="avenida")).status_code == 401
    assert Case.objects.get(pk=case.pk).revision == 1
