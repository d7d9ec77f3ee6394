"""The first page after signing in, the sign-in page, and capturing a report for somebody."""

import pytest

from casetypes.cases.models import Case
from casetypes.intake.models import Draft
from tests.cast import PLAZA
from tests.cms.workspace.acting import photo, url

pytestmark = pytest.mark.django_db
PLACE = {f"ubicacion_{axis}": value for axis, value in PLAZA.items()}
POTHOLE = {
    "via": "calle",
    "profundidad_cm": "6",
    "lesionados": "false",
    "correo": "ana@example.org",
    "aviso": "on",
}


def start(client, service: str = "bache", **changes: str) -> str:
    response = client.post(
        url("capture"), {"service": service, "channel": "phone", "language": "es", **changes}
    )
    assert response.status_code == 302
    return response.url


def shown(client, address: str) -> str:
    return client.get(address).context["shown"]


def test_the_desk_sees_what_waits_instead_of_the_site_summary(signed_in, report, morning):
    report("bache", lesionados=True, fecha="2026-11-30")
    response = signed_in("carla").get("/admin/")
    loads = {each.desk.key: each.load for each in response.context["desks"]}
    assert (loads["bacheo"].open, loads["bacheo"].critical) == (1, 1)
    assert "simas" not in loads
    assert "Buen día, Carla Montes" in response.content.decode()
    assert "Buscar en todas las páginas" not in response.content.decode()


def test_editors_keep_the_page_of_the_cms(signed_in):
    assert "w-summary" in signed_in("hugo").get("/admin/").content.decode()


def test_the_sign_in_page_speaks_spanish_and_names_the_city(client):
    page = client.get("/admin/login/").content.decode()
    assert "Torreón" in page
    assert "Entrada para el personal" in page
    assert "Wagtail" not in page.split("<main")[1]


def test_what_wagtail_leaves_in_english_is_spanish(client, signed_in):
    assert "Contraseña" in client.get("/admin/login/").content.decode()
    page = signed_in("hugo").get("/admin/").content.decode()
    assert "Buscar en todas las páginas…" in page
    assert "Search all" not in page
    assert "Pages" not in page


def test_nobody_is_let_in_without_signing_in(client):
    assert client.get("/admin/").status_code == 302


def test_beto_captures_the_report_of_a_caller(signed_in):
    client = signed_in("beto")
    address = start(client)
    response = client.post(address, {**POTHOLE, **PLACE, "shown": shown(client, address), "fotos": photo()})
    case = Case.objects.get()
    assert response.url == url("case", case.folio)
    assert (case.channel, case.zone is None, case.attachments.count()) == ("phone", True, 1)
    assert case.events.get(kind="opened").user.username == "beto"


def test_a_caller_who_gives_nothing_personal_agrees_to_nothing(signed_in):
    client = signed_in("beto")
    address = start(client)
    sent = {key: value for key, value in {**POTHOLE, **PLACE}.items() if key not in {"correo", "aviso"}}
    assert client.post(address, {**sent, "shown": shown(client, address)}).status_code == 302
    named = start(client)
    assert (
        client.post(named, {**sent, "correo": "ana@example.org", "shown": shown(client, named)}).status_code
        == 422
    )


def test_an_answer_that_leads_to_more_questions_asks_them(signed_in):
    client = signed_in("beto")
    address = start(client)
    answers = {**POTHOLE, **PLACE, "lesionados": "true"}
    more = client.post(address, {**answers, "shown": shown(client, address)})
    assert more.status_code == 200
    assert "Fecha del accidente" in more.content.decode()
    assert not Case.objects.exists()
    client.post(address, {**answers, "fecha": "2026-01-05", "shown": more.context["shown"]})
    assert Case.objects.get().priority == 3


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in):
    client = signed_in("beto")
    address = start(client)
    answers = {**POTHOLE, **PLACE, "profundidad_cm": "mucho", "descripcion": "Frente a la primaria"}
    response = client.post(address, {**answers, "shown": shown(client, address)})
    assert response.status_code == 422
    assert "Frente a la primaria" in response.content.decode()
    assert "Frente a la primaria" in client.get(address).content.decode()


def test_a_second_click_opens_no_second_case(signed_in):
    client = signed_in("beto")
    address = start(client)
    sent = {**POTHOLE, **PLACE, "shown": shown(client, address)}
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_a_point_in_another_city_is_refused(signed_in):
    client = signed_in("beto")
    address = start(client)
    away = {"ubicacion_latitude": "19.43", "ubicacion_longitude": "-99.13"}
    response = client.post(address, {**POTHOLE, **away, "shown": shown(client, address)})
    assert response.status_code == 422
    assert "fuera del municipio" in response.content.decode()


@pytest.mark.parametrize("name", ["elena", "gloria", "hugo"])
def test_who_may_not_capture_is_refused(signed_in, name):
    client = signed_in(name)
    assert client.get(url("capture")).status_code == 403
    client.post(url("capture"), {"service": "bache"})
    assert not Draft.objects.exists()


def test_an_unknown_draft_is_404(signed_in):
    assert signed_in("beto").get(url("capture_form", "nada")).status_code == 404
