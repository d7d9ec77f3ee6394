"""A service that is offered to nobody any more: no new case, and those that it has go on until they close."""

import pytest

from casetypes.access.models import User
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.kernel.errors import NotFound
from casetypes.proving.scenarios.running import run_live
from tests.cases.migration.conftest import publish
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def retired(report):
    """A case of potholes, and then the service is retired."""
    case = report("bache")
    publish("bache", lambda document: document.update(offered="nobody"))

    return case


def test_neither_the_public_nor_staff_open_another_case_of_it(retired, report, beto):
    with pytest.raises(NotFound):
        report("bache")
    with pytest.raises(NotFound):
        report("bache", actor=beto)


def test_it_is_gone_from_the_catalogue_the_forms_the_api_and_capture(retired, client, beto):
    assert "/servicios/bache/" not in client.get("/servicios/").content.decode()
    assert client.get("/servicios/bache/").status_code == 404
    assert client.get("/servicios/bache/reportar/").status_code == 404
    assert client.get("/api/v1/services/bache/form/").status_code == 404
    sign_in(client, User.objects.get(username="beto"))
    page = client.get("/admin/captura/").content.decode()
    assert 'value="luminaria"' in page
    assert 'value="bache"' not in page


def test_the_cases_it_has_go_on_and_are_followed(retired, client, carla):
    engine.advance(retired.folio, "rechazar", actor=carla,
                   input={"motivo": "privado", "explicacion": "Está en terreno particular."})  # fmt: skip
    assert Case.objects.get(pk=retired.pk).public_status == "declined"
    assert client.get(f"/seguimiento/{retired.folio}/").status_code == 200


def test_its_scenarios_still_prove_it(retired):
    assert run_live("bache").passed
