"""The API as a client sees it: report, follow, move on, and every refusal as a problem."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from PIL import Image

from api.actors import StaffToken, issue_token
from casetypes.access.actors import for_user
from casetypes.access.models import ApiToken, User
from casetypes.cases.models import Case
from tests.cast import ANSWERS, CONTACT, PLAZA

pytestmark = pytest.mark.django_db
BODY = {"service": "bache", "answers": {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT}}


@pytest.fixture(autouse=True)
def _nobody_counted_yet():
    cache.clear()


def post(client: Client, path: str, body: object, **headers: str):
    return client.post(path, body, content_type="application/json", headers=headers)


@pytest.fixture
def token(db):
    return lambda name: f"Bearer {issue_token(User.objects.get(username=name), 'test')}"


def test_a_report_answers_with_folio_and_public_view(client):
    response = post(client, "/api/v1/cases/", BODY)
    body = response.json()
    assert response.status_code == 201
    assert response["Location"] == f"/api/v1/cases/{body['folio']}/"
    assert (body["status"], body["service"]) == ("received", "bache")
    assert body["expected_at"]
    assert "ana@example.org" not in response.content.decode()


def test_the_same_key_gives_the_same_case_and_another_body_is_a_conflict(client):
    first = post(client, "/api/v1/cases/", BODY, idempotency_key="k1").json()
    again = post(client, "/api/v1/cases/", BODY, idempotency_key="k1").json()
    assert first["folio"] == again["folio"]
    assert Case.objects.count() == 1
    other = {**BODY, "answers": {**BODY["answers"], "profundidad_cm": 9}}
    conflict = post(client, "/api/v1/cases/", other, idempotency_key="k1")
    assert conflict.status_code == 409
    assert conflict["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"profundidad_cm": "mucho"}, "profundidad_cm"),
        ({"profundidad_cm": 5000}, "profundidad_cm"),
        ({"via": "río"}, "via"),
        ({"descripcion": "x" * 5000}, "descripcion"),
        ({"ubicacion": {"latitude": 19.43, "longitude": -99.13}}, "ubicacion"),
        ({"lesionados": True}, "fecha"),
        ({"color": "azul"}, "color"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(client, change, field):
    response = post(client, "/api/v1/cases/", {**BODY, "answers": {**BODY["answers"], **change}})
    assert response.status_code == 422
    assert field in response.json()["fields"]
    assert not Case.objects.exists()


def test_several_mistakes_come_back_together(client):
    answers = {"profundidad_cm": -1, "correo": "ana@example.org"}
    response = post(client, "/api/v1/cases/", {"service": "bache", "answers": answers})
    assert {"profundidad_cm", "via", "lesionados", "ubicacion", "aviso"} <= set(response.json()["fields"])


def test_a_body_that_is_no_json_and_a_service_that_does_not_exist_are_problems(client):
    broken = client.post("/api/v1/cases/", "{", content_type="application/json")
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
    unknown = post(client, "/api/v1/cases/", {**BODY, "service": "bachee"})
    assert unknown.status_code == 404
    assert unknown.json()["suggestion"] == "bache"


def test_an_uploaded_photo_goes_into_the_report(client):
    data = BytesIO()
    Image.new("RGB", (320, 240), "gray").save(data, "JPEG")
    data.seek(0)
    data.name = "foto.jpg"
    sent = client.post("/api/v1/attachments/", {"service": "bache", "field": "fotos", "file": data})
    assert sent.status_code == 201
    answers = {**BODY["answers"], "fotos": [sent.json()["id"]]}
    folio = post(client, "/api/v1/cases/", {**BODY, "answers": answers}).json()["folio"]
    assert Case.objects.get(folio=folio).attachments.count() == 1


def test_a_file_that_is_no_photo_is_refused_in_words(client):
    sent = client.post(
        "/api/v1/attachments/", {"service": "bache", "field": "fotos", "file": BytesIO(b"MZ not a photo")}
    )
    assert sent.status_code == 422


def test_the_public_view_forgives_how_a_folio_is_typed(client, report):
    case = report("bache")
    typed = case.folio.lower().replace("-", " ")
    assert client.get(f"/api/v1/cases/{typed}/").json()["folio"] == case.folio
    assert client.get("/api/v1/cases/TRC-26-00000000/").status_code == 404


def test_a_desk_reads_its_queue_and_moves_a_case(client, report, token):
    case = report("bache")
    carla = token("carla")
    [row] = client.get("/api/v1/desks/bacheo/cases/", headers={"authorization": carla}).json()["results"]
    assert row["folio"] == case.folio
    path = f"/api/v1/cases/{case.folio}/transitions/programar/"
    body = {"expected_revision": row["revision"], "input": {"cuadrilla": "C1"}}
    moved = post(client, path, body, authorization=carla)
    assert (moved.status_code, moved.json()["state"], moved.json()["revision"]) == (200, "programado", 2)
    stale = post(client, path, body, authorization=carla)
    assert stale.status_code == 409
    assert (stale.json()["expected"], stale.json()["actual"]) == (1, 2)


@pytest.mark.parametrize("name", ["carla", "fidel", "gloria", "admin", "nobody"])
def test_a_token_speaks_for_its_person_with_exactly_their_posts(db, name, django_assert_num_queries):
    user = User.objects.get_or_create(username=name)[0]
    secret = issue_token(user, "test")
    request = RequestFactory().get("/", headers={"authorization": f"Bearer {secret}"})
    StaffToken().authenticate(request)  # notes the day of first use
    with django_assert_num_queries(1):
        caller, actor = StaffToken().authenticate(request)
    expected = for_user(user)
    assert (caller, set(actor.posts)) == (user, set(expected.posts))
    assert replace(actor, posts=()) == replace(expected, posts=())


def test_without_a_token_with_a_revoked_one_and_from_another_desk_nothing_is_shown(client, report, token):
    case = report("bache")
    path = f"/api/v1/cases/{case.folio}/transitions/programar/"
    body = {"expected_revision": 1, "input": {"cuadrilla": "C1"}}
    assert post(client, path, body).status_code == 401
    assert client.get("/api/v1/desks/bacheo/cases/").status_code == 401
    carla, fidel = token("carla"), token("fidel")
    ApiToken.objects.filter(user__username="carla").update(revoked_at="2026-01-01T00:00Z")
    assert post(client, path, body, authorization=carla).status_code == 401
    assert post(client, path, body, authorization=fidel).status_code == 404
    assert client.get("/api/v1/desks/bacheo/cases/", headers={"authorization": fidel}).status_code == 404


def test_the_queue_pages_with_a_constant_number_of_queries(
    client, report, token, django_assert_max_num_queries
):
    for _ in range(3):
        report("bache")
    headers = {"authorization": token("carla")}
    client.get("/api/v1/desks/bacheo/cases/", headers=headers)
    with django_assert_max_num_queries(5):
        assert len(client.get("/api/v1/desks/bacheo/cases/", headers=headers).json()["results"]) == 3


def test_intake_is_limited_per_address(client, monkeypatch):
    from api.v1.cases import IntakeThrottle

    monkeypatch.setattr(IntakeThrottle, "rate", "1/hour", raising=False)
    monkeypatch.setattr(IntakeThrottle, "get_rate", lambda self: "1/hour")
    assert post(client, "/api/v1/cases/", BODY).status_code == 201
    limited = post(client, "/api/v1/cases/", BODY)
    assert limited.status_code == 429
    assert limited["Retry-After"]


def test_a_body_of_the_wrong_shape_is_explained_without_python(client):
    response = post(client, "/api/v1/cases/", [])
    assert response.status_code == 422
    assert "ErrorDetail" not in response.content.decode()
    missing = post(client, "/api/v1/cases/", {"answers": {}})
    assert set(missing.json()["fields"]) == {"service"}


def test_an_unknown_address_is_a_problem_and_not_a_page(client):
    response = client.get("/api/v1/nothing/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
