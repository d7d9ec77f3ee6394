"""Personal data on the page of a case: masked until somebody says what for, and then on the record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import PersonalReading
from casetypes.evidence import services as evidence
from casetypes.evidence.models import CustodyEntry
from casetypes.kernel import clock
from tests.cast import MORNING
from tests.evidence.pictures import jpeg

pytestmark = pytest.mark.django_db
SECRETS = ("ana@example.org", "Ana Ríos", "Caí con la moto.")


@pytest.fixture
def hurt(report):
    """A pothole in which Ana was hurt."""
    return lambda: report(
        "bache", lesionados=True, fecha="2026-11-20", relato="Caí con la moto.", nombre="Ana Ríos"
    )


def page(case):
    return reverse("workspace_case", args=[case.folio])


def ask(client, case, **sent):
    return client.post(reverse("workspace_open_data", args=[case.folio]), sent or {"purpose": "attend"})


def test_the_page_shows_masks_and_leaves_no_row(signed_in, hurt, morning):
    response = signed_in("carla").get(page(hurt()))
    words = response.content.decode()
    assert not [secret for secret in SECRETS if secret in words]
    assert "a•••@e•••.org" in words
    assert "A•••" in words
    assert "Ver datos personales: Atender este caso" in words
    assert not PersonalReading.objects.exists()


def test_one_click_opens_them_to_this_person_for_a_while(signed_in, hurt, morning, settings):
    case, client = hurt(), signed_in("carla")
    response = ask(client, case)
    assert response.url == f"{page(case)}#personal"
    shown = client.get(page(case))
    assert not [secret for secret in SECRETS if secret not in shown.content.decode()]
    assert "no-store" in shown["Cache-Control"]
    assert "Los ve hasta las 09:15, para: Atender este caso" in shown.content.decode()
    with clock.at(MORNING + timedelta(minutes=settings.READING_MINUTES, seconds=1)):
        assert "ana@example.org" not in client.get(page(case)).content.decode()
    assert "ana@example.org" not in signed_in("diego").get(page(case)).content.decode()


def test_the_row_and_the_leaf_say_who_what_and_what_for(signed_in, hurt, carla, morning):
    case = hurt()
    ask(signed_in("carla"), case)
    row = PersonalReading.objects.get()
    assert (row.case, row.user_id, row.role, row.desk) == (case, carla.user_id, "control_desk", "bacheo")
    assert (row.purpose, row.door) == ("attend", "page")
    assert row.what == ["correo", "fecha", "nombre", "relato"]
    leaf = AuditLeaf.objects.get(action="case.read_personal")
    assert not [secret for secret in SECRETS if secret in leaf.content]


def test_a_get_opens_nothing(signed_in, hurt, morning):
    case, client = hurt(), signed_in("carla")
    assert client.get(reverse("workspace_open_data", args=[case.folio])).status_code == 405
    assert client.get(f"{page(case)}?purpose=attend").status_code == 200
    assert not PersonalReading.objects.exists()


def test_a_double_click_is_one_reading_and_another_purpose_another(signed_in, hurt, morning):
    case, client = hurt(), signed_in("carla")
    ask(client, case)
    ask(client, case)
    assert PersonalReading.objects.count() == 1
    ask(client, case, purpose="call")
    assert list(PersonalReading.objects.order_by("id").values_list("purpose", flat=True)) == [
        "attend",
        "call",
    ]


@pytest.mark.parametrize(("purpose", "sentence"), [
    ("legal_order", "Escriba el número de la orden."), ("other", "Diga para qué."),
    ("curiosity", "Elija para qué necesita los datos."),
])  # fmt: skip
def test_a_purpose_that_lacks_its_words_opens_nothing_and_says_so(
    signed_in, hurt, morning, purpose, sentence
):
    case, client = hurt(), signed_in("carla")
    response = ask(client, case, purpose=purpose)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "ana@example.org" not in response.content.decode()
    assert not PersonalReading.objects.exists()


def test_a_legal_order_is_kept_with_its_number_and_not_in_the_log(signed_in, hurt, morning):
    ask(signed_in("carla"), hurt(), **{"purpose": "legal_order", "reason-legal_order": "Exp. 12/2026"})
    assert PersonalReading.objects.get().reason == "Exp. 12/2026"
    assert "12/2026" not in AuditLeaf.objects.get(action="case.read_personal").content


def test_what_was_answered_later_stays_masked_until_asked_for_again(signed_in, hurt, morning):
    case, client = hurt(), signed_in("carla")
    PersonalReading.objects.bulk_create([
        PersonalReading(case=case, user_id=client.session["_auth_user_id"], role="control_desk", purpose="attend",
                        what=["nombre"], door="page", until=clock.now() + timedelta(minutes=5))
    ])  # fmt: skip
    words = client.get(page(case)).content.decode()
    assert "Ana Ríos" in words
    assert "ana@example.org" not in words


@pytest.mark.parametrize("name", ["elena", "gloria"])
def test_who_may_not_read_them_is_refused_and_offered_nothing(signed_in, hurt, carla, morning, name):
    from casetypes.cases import engine

    case, client = hurt(), signed_in(name)
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    assert "workspace_open_data" not in client.get(page(case)).content.decode()
    assert "Ver datos personales" not in client.get(page(case)).content.decode()
    assert ask(client, case).status_code in {302, 403}
    assert not PersonalReading.objects.exists()


def test_a_stranger_gets_not_found(signed_in, hurt, morning):
    assert ask(signed_in("fidel"), hurt()).status_code == 404


def test_the_page_costs_two_queries_at_most_for_personal_data(signed_in, hurt, report, morning):
    client = signed_in("carla")
    case = hurt()
    client.get(page(case))
    with CaptureQueriesContext(connection) as queries:
        client.get(page(case))
    asked = [query["sql"] for query in queries if "personal" in query["sql"]]
    assert len(asked) == 2
    assert not [sql for sql in asked if sql.startswith("INSERT")]


def test_an_original_asks_what_for_and_opens_under_the_purpose_of_its_case(signed_in, hurt, carla, morning):
    case, client = hurt(), signed_in("carla")
    picture = evidence.receive(content=jpeg(), name="x.jpg", field="fotos", case=case, actor=carla)
    address = reverse("workspace_original", args=[case.folio, picture.pk])
    asking = client.get(address)
    assert "¿Para qué necesita los datos?" in asking.content.decode()
    assert not CustodyEntry.objects.filter(action="read").exists()
    ask(client, case, purpose="visit")
    opened = client.get(address, follow=True)
    assert opened.redirect_chain[0][0].startswith("/admin/archivos/")
    assert opened.content[:2] == b"\xff\xd8"
    assert "no-store" in opened["Cache-Control"]
    row = PersonalReading.objects.get(door="original")
    assert (row.purpose, row.what) == ("visit", ["fotos"])
    assert CustodyEntry.objects.filter(action="read").count() == 1
    assert AuditLeaf.objects.filter(action="evidence.read").count() == 1
    assert AuditLeaf.objects.filter(action="case.read_personal").count() == 1  # the page's own
