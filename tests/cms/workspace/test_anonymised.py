"""What Gloria of the comptroller's office sees: everything, and nothing by which a person could be known."""

import pytest
from django.test import Client

from api.actors import issue_token
from casetypes.access.models import Role, User
from casetypes.cases.personal_data import anonymised
from casetypes.definitions import selectors as definitions
from casetypes.places.models import Zone
from tests.cms.workspace.acting import url

pytestmark = pytest.mark.django_db
QUEUE = "/admin/mesas/bacheo/"
LETTERS = anonymised.LETTERS


def folios(response) -> list[str]:
    return [row.folio for row in response.context["listing"].page.rows]


def test_a_queue_says_so_and_finds_by_folio_only(signed_in, report):
    case = report("bache", descripcion="Frente a la casa de Juana Pérez")
    gloria = signed_in("gloria")
    page = gloria.get(QUEUE)
    as_coarse = "el lugar con la precisión con que su servicio lo publica"
    assert as_coarse in page.content.decode()
    assert as_coarse in gloria.get(url("case", case.folio)).content.decode()
    assert folios(page) == [case.folio]
    assert folios(gloria.get(QUEUE, {"q": "juana"})) == []
    assert folios(gloria.get(QUEUE, {"q": case.folio})) == [case.folio]


def test_the_desk_itself_reads_no_such_line_and_finds_by_words(signed_in, report):
    case = report("bache", descripcion="Frente a la casa de Juana Pérez")
    page = signed_in("carla").get(QUEUE, {"q": "juana"})
    assert folios(page) == [case.folio]
    assert "anonimizada" not in page.content.decode()


def test_a_file_of_a_queue_leaves_out_the_same(signed_in, report):
    """Only where a city gives the right to export."""
    report("bache", descripcion="Frente a la casa de Juana Pérez")
    gloria = signed_in("gloria")
    assert gloria.get(f"{QUEUE}exportar/").status_code in {302, 403}
    Role.objects.filter(pk="comptroller").update(rights=["read_anonymised", "export"])
    file = b"".join(gloria.get(f"{QUEUE}exportar/").streaming_content).decode()
    assert "Calle" in file
    assert "Juana" not in file


def test_two_cases_of_a_person_have_one_pseudonym_and_other_people_have_others(signed_in, report):
    one, two = report("bache"), report("bache")
    other = report("bache", correo="berta@example.org")
    names = [anonymised.pseudonym(case) for case in (one, two, other)]
    assert names[0] == names[1] != names[2]
    assert all(len(name) == LETTERS for name in names)
    page = signed_in("gloria").get(url("case", one.folio)).content.decode()
    assert names[0] in page
    assert str(one.citizen_id) not in page
    assert names[0] not in signed_in("carla").get(url("case", one.folio)).content.decode()


def test_places_are_as_coarse_as_the_definition_publishes_them(report):
    case = report("fuga_de_agua")  # map: block
    place = anonymised.place(case, definitions.compiled(case.version_id))
    assert (place.latitude, place.longitude) == (25.539, -103.46)
    assert (case.latitude, case.longitude) == (25.5393, -103.4602)


def test_the_zone_of_a_case_whose_place_is_hidden_stays_hidden_everywhere(signed_in, report, monkeypatch):
    zone = Zone.objects.order_by("pk").first()
    assert zone is not None
    case = report("bache", ubicacion={"zone": str(zone), "address": "Calle Morelos 12"})
    monkeypatch.setitem(definitions.compiled(case.version_id).spec.public.__dict__, "map", "hidden")
    gloria = signed_in("gloria")
    assert zone.name not in gloria.get(QUEUE).content.decode()
    assert folios(gloria.get(QUEUE, {"zone": zone.name})) == []
    page = gloria.get(url("case", case.folio)).content.decode()
    assert zone.name not in page
    assert "Morelos 12" not in page
    assert zone.name in signed_in("carla").get(QUEUE).content.decode()


def test_the_api_says_that_it_is_anonymised(client: Client, report):
    report("bache")
    answers = {}
    for name in ("gloria", "carla"):
        token = issue_token(User.objects.get(username=name), "test")
        headers = {"authorization": f"Bearer {token}"}
        answers[name] = client.get("/api/v1/desks/bacheo/cases/", headers=headers).json()
    assert answers["gloria"]["anonymised"] is True
    assert answers["carla"]["anonymised"] is False
    assert len(answers["gloria"]["results"]) == 1


def test_a_kind_of_answer_that_nobody_thought_of_is_left_out():
    bache = definitions.live("bache")
    compiled = definitions.compiled(bache.pk)
    assert anonymised.shows(compiled, "via")
    assert anonymised.shows(compiled, "ancho_m")
    assert not anonymised.shows(compiled, "descripcion")
    assert not anonymised.shows(compiled, "correo")
    assert not anonymised.shows(compiled, "no_existe")
