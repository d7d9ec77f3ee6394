"""The page "who may do this": the same answer as the policies give, narrowed, explained, and as a file."""

import csv
import io
from collections import Counter

import pytest
from django.utils import translation

from casetypes.access.policies import may
from casetypes.cases.models import Case
from cms.workspace.who_may import places, roles, table

PAGE = "/admin/quien-puede/"


def reach(title: str, role: str) -> table.Shown:
    rows = [row for group in table.groups() for row in group.rows if row.title == title]
    assert rows, title
    return rows[0].cells[roles.COLUMNS.index(role)]


@pytest.mark.parametrize(("what", "role", "how_far"), [
    ("Leer un caso", "control_desk", "desk"), ("Leer un caso", "supervisor", "department"),
    ("Leer un caso", "comptroller", "anonymised"), ("Leer un caso", "committee", "no"),
    ("Dar un caso a una cuadrilla", "control_desk", "desk"),
    ("Llenar la lista de comprobación de un caso", "crew", "desk"),
    ("Cambiar la definición de un servicio", "steward", "department"),
    ("Publicar un texto que escribió otra persona", "committee", "yes"),
    ("Ver quién puede hacer qué", "administrator", "yes"), ("Ver quién puede hacer qué", "supervisor", "yes"),
    ("Ver quién puede hacer qué", "control_desk", "no"), ("Abrir la fila de una mesa", "comptroller", "anonymised"),
    ("Ver quién puede leer y mover un caso", "supervisor", "department"),
    ("Ver quién puede leer y mover un caso", "comptroller", "no"), ("Mover un caso", "provider", "desk"),
    ("Responder, inconformarse o retirar el reporte propio", "reporter", "report"),
    ("Reportar algo a la ciudad", "public", "yes"), ("Editar las páginas de la ciudad", "steward", "group"),
])  # fmt: skip
def test_a_cell_says_how_far_a_role_reaches(db, what: str, role: str, how_far: str):
    assert reach(what, role).reach == how_far


def test_a_cell_says_which_right_opens_it(db):
    assert "publish_definitions" in reach("Publicar un texto que escribió otra persona", "committee").why


def test_a_cell_says_when_it_takes_two_rights(db):
    assert (
        reach("Cambiar la prioridad de un caso", "control_desk").why
        == "por el permiso: prioritise + read_desk"
    )


def test_what_the_page_says_is_what_the_policies_decide(db):
    """The same question without looking ahead: each policy asks the database by itself."""
    with roles.asked(["supervisor"]) as asked:
        actor, _spot = asked.actors["supervisor"]
    service, spot = places.usual()
    with places.places(service, [spot]) as where:
        read = [[bool(may(actor, "case.read", case)) for case in group] for group in where[spot].cases]
    assert read == [[True, True], [True], [False]]


def test_it_asks_the_same_few_questions_of_the_database_however_many_roles(db, django_assert_max_num_queries):
    table.groups()
    with django_assert_max_num_queries(9):
        table.groups()


def test_nothing_of_the_cases_it_asks_about_is_kept(db):
    table.groups()
    assert not Case.objects.filter(folio__startswith="specimen").exists()


@pytest.mark.parametrize(("name", "status"), [("carla", 403), ("hugo", 403), ("diego", 200), ("gloria", 200)])
def test_supervisors_and_comptrollers_ask_too(db, signed_in, name: str, status: int):
    assert signed_in(name).get(PAGE).status_code == status


def test_it_is_narrowed_by_role_word_and_service(db, signed_in):
    admin = signed_in("admin")
    page = admin.get(PAGE, {"rol": "crew", "q": "caso", "servicio": "bache"}).content.decode()
    assert "Leer un caso" in page and "Abrir la fila de una mesa" not in page
    assert "Programar" in page and "Terminar la obra" in page


def test_the_file_has_a_line_per_door_and_a_column_per_role(db, signed_in):
    answer = signed_in("admin").get(f"{PAGE}tabla.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines[0]) == 2 + len(roles.COLUMNS)
    assert ["Casos", "Leer un caso"] in [line[:2] for line in lines]


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_title_stands_twice_with_different_answers(db, language: str):
    with translation.override(language):
        titles = [(group.title, row.title) for group in table.groups() for row in group.rows]
    twice = [title for title, times in Counter(titles).items() if times > 1]
    assert twice == []
