"""`access` opens an answer to roles, always or while the case is in a state: everywhere the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casetypes.access.actors import for_user
from casetypes.access.models import Membership, User
from casetypes.cases.models import Case
from casetypes.cases.personal_data.personal import readable_keys
from casetypes.cases.selectors import readable_answers
from casetypes.definitions import revision
from casetypes.definitions import selectors as definitions
from casetypes.definitions.services import DefinitionRefused, publish_service
from tests.cast import personal_answers
from tests.cms.workspace.acting import person, schedule

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
QUEUE = "/admin/mesas/bacheo/"
ACCESS = """access:
  ancho_m: {read: [supervisor], states: {programado: [crew, control_desk]}}
  descripcion: {read: [supervisor]}
  nombre: {read: [supervisor], states: {programado: [crew]}}
"""


@pytest.fixture
def amended(db: object, irene) -> Iterator[None]:
    """Potholes whose width and words are for the supervisor, and for others only while the case is scheduled."""
    revision.forget()
    text = (ROOT / "workflows_yaml/torreon/services/bache.yaml").read_text("utf-8")
    before, _access, after = text.partition("access:\n")
    kept = after[after.index("public:") : after.index("\nscenarios:") + 1]
    kept = kept.replace("form.via]", "form.via, form.ancho_m, form.descripcion]")
    publish_service(
        before + ACCESS + kept,
        key="bache",
        actor=irene,
        authors=(),
        replaces=definitions.live("bache").number,
    )
    yield
    revision.forget()


@pytest.fixture
def case(amended: None, report) -> Case:
    return report("bache", ancho_m=7.31, descripcion="Junto al portón verde", nombre="Ana Ríos")


def readable(case: Case, name: str) -> set[str]:
    return {"ancho_m", "descripcion", "via"} & readable_answers(case, person(name)).keys()


def test_the_page_shows_an_answer_to_the_roles_of_the_state(case):
    assert readable(case, "diego") == {"ancho_m", "descripcion", "via"}
    assert readable(case, "carla") == {"via"}
    scheduled = schedule(case)
    assert readable(scheduled, "carla") == {"via", "ancho_m"}
    assert readable(scheduled, "elena") == {"via", "ancho_m"}


def test_a_personal_answer_too(case):
    assert readable_keys(case, person("carla")).isdisjoint({"nombre"})
    assert "nombre" not in personal_answers(case, person("elena"))
    assert personal_answers(schedule(case), person("elena")) == {"nombre": "Ana Ríos"}


def test_a_cell_of_the_queue_is_empty_until_the_state_opens_it(case, signed_in):
    carla = signed_in("carla")
    assert "Ancho aproximado" in carla.get(QUEUE).content.decode()
    assert "7.31" not in carla.get(QUEUE).content.decode()
    assert "portón" not in carla.get(QUEUE).content.decode()
    schedule(case)
    assert "7.31" in carla.get(QUEUE).content.decode()
    assert "portón" not in carla.get(QUEUE).content.decode()
    assert "portón" in signed_in("diego").get(QUEUE).content.decode()


def test_the_file_of_the_queue_says_no_more_than_the_page(case, signed_in):
    file = b"".join(signed_in("carla").get(f"{QUEUE}exportar/").streaming_content).decode()
    assert case.folio in file
    assert "7.31" not in file
    assert "portón" not in file


def test_words_of_such_an_answer_find_nothing_for_nobody(case, signed_in):
    for name in ("carla", "diego"):
        page = signed_in(name).get(QUEUE, {"q": "portón"})
        assert page.context["listing"].page.rows == []
    assert signed_in("carla").get(QUEUE, {"q": case.folio}).context["listing"].page.rows


def test_what_was_escalated_is_read_by_the_roles_of_its_own_desk_only(case, signed_in):
    """At the office to which it was escalated nobody is supervisor of the potholes desk."""
    user = User.objects.create(username="quique", is_staff=True)
    user.groups.set(User.objects.get(username="carla").groups.all())
    Membership.objects.create(user=user, role_id="supervisor", desk_id="direccion-obras")
    Case.objects.filter(pk=case.pk).update(escalated_to="direccion-obras")
    assert not {"ancho_m", "descripcion"} & readable_answers(case, for_user(user)).keys()
    page = signed_in("quique").get("/admin/mesas/direccion-obras/")
    assert case.folio in [row.folio for row in page.context["listing"].page.rows]
    assert "portón" not in page.content.decode()


def test_a_state_or_role_that_does_not_exist_is_found(amended, irene):
    text = (ROOT / "workflows_yaml/torreon/services/bache.yaml").read_text("utf-8")
    wrong = text.replace("access:\n", "access:\n  ancho_m: {states: {programdo: [crw]}}\n")
    with pytest.raises(DefinitionRefused) as refused:
        publish_service(
            wrong, key="bache", actor=irene, authors=(), replaces=definitions.live("bache").number
        )
    assert {problem.rule for problem in refused.value.problems} >= {"unknown-state", "unknown-role"}
