"""How many open cases a change meets, counted by a constant number of queries."""

import copy

import pytest
from django.utils import translation

from casetypes.cases import engine
from casetypes.definitions import selectors
from casetypes.definitions.differences.comparison import Side, compare
from casetypes.definitions.differences.sides import names_of_the_city, side
from casetypes.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return copy.deepcopy(selectors.live("bache").document)


def compared(document, language="es", key="bache"):
    version = selectors.live(key)
    return compare(key, Side(version.document, version.number), Side(document), language=language,
                   city=names_of_the_city())  # fmt: skip


def only(comparison):
    [difference] = comparison.differences
    return difference.sentence, difference.count


def test_a_deadline_says_how_many_cases_keep_theirs(report, document):
    report("bache"), report("bache")
    document["clocks"]["solucion"]["budget"][1]["is"] = "3 working days"
    del document["effective"]
    shown = [each for each in compared(document).differences if each.kind == "rule"]
    assert [(each.sentence, each.count) for each in shown] == [
        ("El plazo «Solución» de los casos normales pasa de 5 a 3 días hábiles; "
         "2 casos abiertos no se ven afectados.", 2)
    ]  # fmt: skip


def test_with_a_legal_basis_they_may_be_moved_to_it(report, document):
    report("bache")
    document["clocks"]["solucion"]["budget"][1]["is"] = "3 working days"
    comparison = compared(document, "en")
    assert only(comparison) == ("The deadline “Resolution” of normal cases goes from 5 to 3 working days.", 1)
    assert comparison.basis.startswith("Constitución Política")
    with translation.override("en"):
        [group] = comparison.groups()
    assert group.meaning.startswith("Its legal basis is Constitución")
    assert group.meaning.endswith(": 1 open case may be moved to it.")


def test_without_one_the_group_says_that_they_are_for_new_cases_only(document):
    document["desk"] = "alumbrado"
    del document["effective"]
    comparison = compared(document)
    with translation.override("es"):
        rules = next(group for group in comparison.groups() if group.kind == "rule")
    assert rules.meaning.startswith("Solo para casos nuevos")


def test_texts_alone_apply_at_once_and_with_a_rule_they_come_together_with_it(document):
    document["title"]["es"] = "Hoyo"
    [alone] = compared(document).groups()
    document["desk"] = "alumbrado"
    with_a_rule = compared(document).groups()[-1]
    assert alone.kind == with_a_rule.kind == "text"
    assert "enseguida" in alone.meaning and "junto con los demás cambios" in with_a_rule.meaning


def test_an_example_story_of_which_several_lines_change_is_told_once(document):
    name, story = next(iter(document["scenarios"].items()))
    story["at"] = "2027-01-04 09:00"
    story["given"] = {**story["given"], "descripcion": "Otra cosa"}
    comparison = compared(document)
    assert [each.sentence for each in comparison.differences] == [f"Cambia la historia de ejemplo «{name}»."]


def test_example_stories_are_told_together(document):
    first, second, *_others = document["scenarios"].values()
    first["at"] = second["at"] = "2027-01-04 09:00"
    document["scenarios"] |= {f"historia {number}": first for number in range(4)}
    told = [each.sentence for each in compared(document).differences]
    assert len(told) == 2 and told[0].startswith("Cambian 2 historias de ejemplo: «")
    assert told[1] == "Se agregan 4 historias de ejemplo: «historia 0», «historia 1», «historia 2» y 1 más."


def test_a_state_counts_the_cases_that_stand_in_it(report, carla, document):
    first, _second = report("bache"), report("bache")
    engine.advance(first.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    del document["states"]["programado"]
    assert only(compared(document)) == ("Se quita el estado «Programado»; 1 caso abierto está ahí.", 1)


def test_a_question_counts_the_cases_that_answered_it(report, document):
    report("bache"), report("bache", descripcion="Junto a la escuela")
    del document["form"]["problema"]["fields"]["descripcion"]
    sentence, count = only(compared(document))
    assert sentence.endswith("; 1 caso abierto tiene esta respuesta.") and count == 1


def test_an_answer_counts_the_cases_that_chose_it(report, document):
    report("bache", via="avenida"), report("bache", via="calle")
    del document["form"]["problema"]["fields"]["via"]["options"]["avenida"]
    assert only(compared(document))[1] == 1


def test_closed_cases_and_those_of_the_newer_version_do_not_count(report, carla, document):
    closed, _open = report("bache"), report("bache")
    engine.advance(closed.folio, "rechazar", actor=carla, input={"motivo": "privado", "explicacion": "No"})
    document["states"]["pausa"] = {"public": "waiting"}
    assert compared(document).open_cases.total == 1
    version = selectors.live("bache")
    same = compare("bache", Side(version.document, 9), Side(document, version.number), language="es")
    assert same.open_cases.total == 0
    assert compared(document).open_cases.by_version == {version.number: 1}


def test_of_a_confidential_service_nothing_is_counted():
    version = selectors.live("denuncia_servidor")
    document = copy.deepcopy(version.document)
    document["clocks"] = {}
    comparison = compared(document, key="denuncia_servidor")
    assert not comparison.open_cases.known
    assert {each.count for each in comparison.differences} == {None}
    assert all(
        "abiert" not in each.sentence.lower() for each in comparison.differences if each.kind != "text"
    )


@pytest.mark.parametrize("edits", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_changes(
    report, document, django_assert_num_queries, edits
):
    report("bache")
    names = names_of_the_city()
    selectors.confidential_services()
    fields = document["form"]["problema"]["fields"]
    for key in list(fields)[:edits]:
        del fields[key]
    del document["clocks"]["solucion"]
    if edits > 1:
        document["states"], document["transitions"] = {}, {}
    version = selectors.live("bache")
    with django_assert_num_queries(3):  # cases, answers, clocks
        compare("bache", Side(version.document, version.number), Side(document), language="es", city=names)


def test_any_two_sides_can_be_compared_and_what_is_not_there_is_said(tmp_path):
    assert side("bache", None).number == selectors.live("bache").number
    assert side("bache", 1).number == 1
    for which in (99, "draft"):
        with pytest.raises(NotFound):
            side("bache", which)
    with pytest.raises(OSError):
        side("bache", str(tmp_path / "no.yaml"))
