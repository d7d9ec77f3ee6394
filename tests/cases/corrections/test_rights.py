"""`write` and `write_in` of a definition: who corrects which answer, in which state; and what a correction costs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from casetypes.access.policies import may
from casetypes.cases.corrections.rights import pen_of
from casetypes.cases.corrections.services import Correction, correct
from casetypes.cases.models import Case
from casetypes.definitions import revision
from casetypes.definitions import selectors as definitions
from casetypes.definitions.services import publish_service
from tests.cases.test_queries import Counted
from tests.cms.workspace.acting import person, schedule

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
ACCESS = """access:
  descripcion: {write: [supervisor]}
  via: {write: []}
  ancho_m: {read: [control_desk, crew], write: [control_desk, crew], write_in: [programado, resuelto]}
  profundidad_cm: {read: [supervisor]}
"""


@pytest.fixture
def amended(db: object, irene) -> Iterator[None]:
    revision.forget()
    text = (ROOT / "workflows_yaml/torreon/services/bache.yaml").read_text("utf-8")
    before, _access, after = text.partition("access:\n")
    kept = after[after.index("public:") : after.index("\nscenarios:") + 1]
    number = definitions.live("bache").number
    publish_service(before + ACCESS + kept, key="bache", actor=irene, authors=(), replaces=number)
    yield
    revision.forget()


def test_each_answer_is_corrected_by_whom_its_service_names_while_it_says(amended, report):
    case = report("bache", ancho_m=0.5)
    scheduled = Case.objects.get(pk=schedule(report("bache")).pk)

    def written(by: str, of: Case) -> set[str]:
        return {"descripcion", "via", "ancho_m", "profundidad_cm", "lesionados"} & pen_of(
            of, person(by)
        ).fields

    assert written("carla", case) == {"lesionados"}
    assert written("diego", case) == {"descripcion"}
    assert written("carla", scheduled) == {"lesionados", "ancho_m"}
    assert written("elena", scheduled) == {"ancho_m"}
    assert may(person("elena"), "case.correct", scheduled)
    assert not may(person("elena"), "case.correct", case)


def test_a_line_that_only_says_who_corrects_hides_nothing_from_search(amended, report):
    assert "porton verde" in report("bache", descripcion="Junto al portón verde").search_text


def test_a_correction_takes_a_constant_number_of_queries(report, carla):
    def cost(**answers: object) -> int:
        case = report("bache")
        with Counted() as counted:
            correct(case.folio, Correction(answers, "Lo aclaró"), actor=carla)
        return len(counted)

    cost(via="avenida")
    assert cost(descripcion="Es hondo") <= 9
    assert cost(profundidad_cm=15, via="avenida", ancho_m=2.0) <= 9
    assert cost(ubicacion={"latitude": 25.5601, "longitude": -103.4105}) <= 12
