"""The pages for cases on earlier versions: count, dry run, start, undo; for who may, and without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casetypes.access.models import User
from casetypes.cases import engine, tasks
from casetypes.cases.models import Case, MigrationBatch
from casetypes.fieldwork.services import fill_checklist
from casetypes.kernel import clock
from cms.studio.pages import migrations
from tests.cases.migration.conftest import migrate, publish, questions  # noqa: F401 (a fixture)
from tests.cms.workspace.acting import begin, person

pytestmark = pytest.mark.django_db
EARLIER = "/admin/servicios/bache/casos-anteriores/"


@pytest.fixture
def at_once(monkeypatch):
    """The worker's part, done in the request."""
    monkeypatch.setattr(migrations, "migrate_soon", lambda batch: tasks.proceed_migration(batch.pk))


@pytest.fixture
def looked(report, at_once, signed_in):
    """Irene asked what would become of two cases, one of which cannot go."""
    report("bache"), report("bache", via="camino_rural")

    def change(document):
        questions(document)["via"]["options"].pop("camino_rural")
        document["clocks"]["solucion"]["budget"] = "3 working days"

    publish("bache", change)
    client = signed_in("irene")
    response = client.post(EARLIER)
    return client, response["Location"]


def text(client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_page_of_a_service_leads_to_cases_on_earlier_versions(report, signed_in):
    report("bache")
    client = signed_in("irene")
    assert EARLIER in text(client, reverse("studio_service", args=["bache"]))
    assert "Todos los casos abiertos están en la versión vigente" in text(client, EARLIER)
    publish("bache", lambda document: None)
    page = text(client, EARLIER)
    assert "Ver qué sería de ellos en la versión 2" in page
    assert "1 caso abierto" in page


def test_a_dry_run_shows_every_case_and_why_one_stays(looked):
    client, address = looked
    page = text(client, address)
    assert "Ensayo: no se ha cambiado nada" in page
    assert "puede pasar: 1" in page
    assert "«via» ya no se ofrece" in page
    stays = text(client, f"{address}?outcome=stays")
    assert stays.count("st-card--case") == 1
    assert not Case.objects.filter(revision__gt=1).exists()


def test_a_dry_run_warns_of_a_deadline_that_would_be_told_at_once(report, at_once, signed_in, morning):
    report("bache")
    publish("bache", lambda document: document["clocks"]["solucion"].update(budget="1 working hour"))
    with clock.at(morning + timedelta(days=1)):
        client = signed_in("irene")
        address = client.post(EARLIER)["Location"]
        page = text(client, address)
        rows = b"".join(client.get(f"{address}descargar/").streaming_content).decode()
        client.post(f"{address}hacer/")
        moved = text(client, address)
    said = "Solución: ya habrá pasado 75%, 100% de su tiempo: se avisará al pasar el caso"
    assert said in page
    assert said in rows
    assert said not in moved


def test_all_cases_come_as_a_file(looked):
    client, address = looked
    response = client.get(f"{address}descargar/")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].startswith("folio,from,to")
    assert len(lines) == 3


def test_they_are_moved_and_brought_back(looked):
    client, address = looked
    client.post(f"{address}hacer/", {"basis": "Acuerdo 12"})
    page = text(client, address)
    assert "Los casos pasaron" in page
    assert "Acuerdo 12" in page
    assert "Regresar 1 caso" in page
    client.post(f"{address}hacer/", {"do": "undo"})
    assert "El lote se deshizo" in text(client, address)
    assert not Case.objects.filter(version__number=2).exists()


def test_a_batch_that_was_undone_keeps_its_figures_when_an_older_page_asks_again(looked):
    client, address = looked
    client.post(f"{address}hacer/", {"basis": "Acuerdo 12"})
    client.post(f"{address}hacer/", {"do": "undo"})
    before = MigrationBatch.objects.values("state", "done", "total").get()
    response = client.post(f"{address}hacer/", {"do": "undo"}, follow=True)
    assert "Ya se deshizo" in response.content.decode()
    assert MigrationBatch.objects.values("state", "done", "total").get() == before


def test_what_could_not_come_back_is_counted(looked, carla):
    client, address = looked
    client.post(f"{address}hacer/", {"basis": "Acuerdo 12"})
    moved = Case.objects.get(version__number=2)
    refused = {"motivo": "privado", "explicacion": "Está dentro de un estacionamiento particular."}
    engine.advance(moved.folio, "rechazar", actor=carla, input=refused)
    client.post(f"{address}hacer/", {"do": "undo"})
    assert "El lote se deshizo, menos 1 caso" in text(client, address)


def test_a_page_at_work_shows_how_far_it_is_and_loads_itself_anew(looked):
    client, address = looked
    MigrationBatch.objects.update(state=MigrationBatch.MOVING, done=1)
    response = client.get(address)
    assert response["Refresh"] == "3"
    assert 'max="2" value="1"' in response.content.decode()


def test_who_may_not_publish_sees_and_does_nothing(looked, signed_in):
    _client, address = looked
    client = signed_in("hugo")
    assert "Pasar 1 caso" not in text(client, address)
    assert client.post(EARLIER).status_code == 403
    assert client.post(f"{address}hacer/", {"do": "start"}).status_code == 403
    assert client.get(EARLIER.replace("bache", "nada")).status_code == 404


def test_a_confidential_service_lists_no_case(looked, monkeypatch):
    client, address = looked
    monkeypatch.setattr(migrations.reading, "may_be_listed", lambda service: False)
    assert "st-card--case" not in text(client, address)
    assert client.get(f"{address}descargar/").status_code == 404


def test_the_pages_speak_english(looked, irene):
    client, address = looked
    user = User.objects.get(pk=irene.user_id)
    user.language = "en"
    user.save()
    assert "Dry run: nothing has been changed" in text(client, address)


def test_the_page_of_a_case_that_stays_says_why(looked, signed_in):
    client, address = looked
    client.post(f"{address}hacer/")
    stays = Case.objects.get(version__number=1)
    went = Case.objects.get(version__number=2)
    carla = signed_in("carla")
    page = text(carla, reverse("workspace_case", args=[stays.folio]))
    assert "Este caso se queda en una versión anterior" in page
    assert "«via» ya no se ofrece" in page
    page = text(carla, reverse("workspace_case", args=[went.folio]))
    assert "Este caso se queda" not in page
    assert "De la versión 1 a la versión 2" in page


def test_what_was_filled_before_stays_readable_without_its_checklist(report, signed_in, migrate):  # noqa: F811
    case = begin(report("bache"))
    fill_checklist(
        case.folio, "reparacion", actor=person("elena"), answers={"tecnica": "fria", "material_kg": 4.0}
    )

    def without(document):
        document["checklists"]["obra"] = document["checklists"].pop("reparacion")
        document["work_orders"]["reparacion"]["checklist"] = "obra"
        document["transitions"]["terminar"]["require"] = []

    publish("bache", without)
    migrate("bache", 2)
    carla = signed_in("carla")
    assert "Reparación del bache" in text(carla, reverse("workspace_case", args=[case.folio]))
    address = reverse("workspace_checklist", args=[case.folio, "reparacion"])
    assert "Mezcla fría" in text(carla, address)
    assert carla.post(address, {}).status_code == 404
    assert "Programar" in text(carla, reverse("workspace_case", args=[case.folio]))
