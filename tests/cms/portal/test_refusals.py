"""A domain error that no view expected is a page in plain words, never an error page of ours."""

import pytest
from django.test import RequestFactory

from casetypes.cases import links
from casetypes.cases.models import Case
from casetypes.definitions.models import CaseType
from casetypes.kernel.errors import Conflict, Unavailable
from cms.portal.refusals import Refusals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "status"), [(Conflict("Alguien más lo cambió."), 409), (Unavailable("Más tarde."), 503)]
)
def test_it_says_what_happened_with_its_own_status(error, status):
    middleware = Refusals(lambda request: None)
    request = RequestFactory().get("/servicios/")
    response = middleware.process_exception(request, error)
    assert response.status_code == status
    assert error.message in response.content.decode()


def test_other_errors_and_those_of_the_api_are_left_alone():
    middleware = Refusals(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("x")) is None
    assert middleware.process_exception(RequestFactory().get("/api/v1/cases/"), Conflict("x")) is None


def test_a_confidential_case_is_unknown_to_all_but_its_reporter(client, report):
    case: Case = report()
    CaseType.objects.filter(pk=case.case_type_id).update(confidential=True)
    assert client.get(f"/seguimiento/{case.folio}/").status_code == 404
    client.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
    assert client.get(f"/seguimiento/{case.folio}/").status_code == 200
