"""What a draft would have changed: exactly what its text changes, for the cases it meets, and nothing is written."""

from datetime import timedelta

import pytest
from django.db import InternalError, connection
from django.test.utils import CaptureQueriesContext

from casetypes.cases import engine
from casetypes.cases.models import Case, CaseEvent
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors
from casetypes.kernel import clock
from casetypes.proving.replay import output, reading
from casetypes.proving.replay.reading import Needs, read_only
from casetypes.proving.replay.running import Replay, replay
from casetypes.proving.replay.words import Words, speaking
from tests.cast import MORNING

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=30)
LANES = (
    "      lesionados: {",
    "      carriles: {type: integer, required: true, label: {es: Carriles, en: Lanes}}\n      lesionados: {",
)


@pytest.fixture
def judged(draft, scope):
    """`judged(("old words", "new words"))`: sums and findings of the pothole service with these changes."""

    def _judged(*changes: tuple[str, str], at=LATER):
        with clock.at(at):
            return replay(draft("bache", *changes), scope("bache"))

    return _judged


def said(finding, language="es") -> list[str]:
    live = selectors.live_service("bache").compiled.spec
    with speaking(language):
        return output.told(finding, Words(live, live, language))


def finished(case: Case, carla, diego) -> Case:
    """A pothole that was declined after an hour and a half."""
    with clock.at(MORNING + timedelta(hours=1, minutes=30)):
        given = {"motivo": "privado", "explicacion": "Es un terreno particular."}
        return engine.advance(case.folio, "rechazar", actor=carla, input=given)


def test_a_shorter_budget_moves_the_deadlines_it_belongs_to_and_nothing_else(report, morning, judged):
    ordinary, deep = report("bache"), report("bache", profundidad_cm=15)
    tally, [finding] = judged(("- {is: 5 working days}", "- {is: 3 working days}"))
    assert (tally.cases, tally.differ, dict(tally.kinds)) == (2, 1, {"deadline": 1})
    assert finding.folio == ordinary.folio != deep.folio
    assert said(finding) == [
        "plazo «Solución»: 08/12/2026 09:00 → 04/12/2026 09:00 (5 días hábiles → 3 días hábiles)"
    ]
    assert said(finding, "en") != said(finding)


def test_who_would_have_been_late_is_counted(report, morning, carla, diego, judged):
    finished(report("bache"), carla, diego)
    tally, [finding] = judged(("budget: 8 working hours", "budget: 1 working hours"))
    assert (tally.late, tally.would, dict(tally.kinds)) == (0, 1, {"deadline": 1, "late": 1})
    assert tally.clocks["primera_respuesta"].newly == 1
    assert "«Primera respuesta» habría sido tarde, y fue a tiempo" in said(finding)


def test_another_threshold_changes_priority_with_its_reason(report, morning, judged):
    report("bache", profundidad_cm=8)
    tally, [finding] = judged(("form.profundidad_cm > 10", "form.profundidad_cm > 7"))
    assert dict(tally.kinds) == {"priority": 1, "deadline": 1}
    assert "prioridad: normal → alta, porque calc.severidad = alta" in said(finding)


def test_a_step_that_is_gone_or_refused_is_told_with_what_its_author_wrote(
    report, morning, carla, diego, judged
):
    finished(report("bache"), carla, diego)
    require = (
        "    do: [{notify: improcedente}]\n  unir:",
        "    require: [{that: form.profundidad_cm > 50, else: {es: Solo los hondos, en: Only deep ones}}]\n"
        "    do: [{notify: improcedente}]\n  unir:",
    )
    _tally, [refused] = judged(require)
    assert said(refused) == [
        "«Declarar improcedente» se negaría: Solo los hondos, porque form.profundidad_cm = 6"
    ]
    _tally, [gone] = judged(("  rechazar:\n", "  declinar:\n"), ("turnar, rechazar,", "turnar, declinar,"))
    assert "el paso «Declarar improcedente» ya no existe" in said(gone)
    _tally, [role] = judged(
        ("to: improcedente\n    by: [control_desk]", "to: improcedente\n    by: [supervisor]")
    )
    assert "se negaría a quien lo hizo" in said(role)[0]


def test_another_end_is_another_outcome(report, morning, carla, diego, judged):
    finished(report("bache"), carla, diego)
    _tally, [finding] = judged(("    to: improcedente\n", "    to: resuelto\n"))
    assert [each.kind for each in finding.differences][:2] == ["branch", "outcome"]


def test_another_desk_and_a_new_question_are_told(report, morning, judged):
    report("bache")
    _tally, [finding] = judged(
        ("\ndesk: bacheo", "\ndesk: alumbrado"),
        LANES,
    )
    assert {each.kind for each in finding.differences} == {"desk", "missing"}
    assert "falta la respuesta obligatoria «carriles»" in said(finding)


def test_a_rule_about_a_question_nobody_was_asked_leaves_the_case_unjudged_and_says_why(
    report, morning, judged
):
    report("bache")
    tally, [finding] = judged(
        ("form.profundidad_cm > 10", "form.carriles > 10"),
        LANES,
    )
    assert (tally.unevaluable, tally.differ, tally.unasked) == (1, 0, {"carriles"})
    assert finding.lacking == ("form.carriles",)


def test_only_cases_since_a_day_count(report, draft, scope):
    with clock.at(MORNING - timedelta(days=60)):
        report("bache")
    with clock.at(MORNING):
        report("bache")
    with clock.at(LATER):
        narrow = reading.Scope("bache", MORNING - timedelta(days=1), LATER)
        tally, _found = replay(draft("bache"), narrow)
    assert tally.cases == 1


def test_personal_answers_stay_sealed_while_no_rule_reads_them(report, morning, judged, monkeypatch):
    report("bache", lesionados=True, fecha="2026-11-30", relato="Caí de la bicicleta")
    monkeypatch.setattr(citizens, "open_answers", lambda *_: pytest.fail("opened"))
    tally, _found = judged()
    assert (tally.cases, tally.differ) == (1, 0)


def test_a_personal_answer_that_a_rule_reads_counts_and_is_never_said(report, morning, judged):
    report("bache", lesionados=True, fecha="2026-11-30", relato="Caí de la bicicleta")
    told = ("severidad: {type: text, is: 'form.lesionados", "severidad: {type: text, is: 'has(form.relato)")
    low = (
        "{when: form.lesionados, is: critical",
        "{when: 'has(form.relato) && form.relato.contains(\"bici\")', is: low",
    )
    tally, [finding] = judged(told, low)
    assert tally.kinds["priority"] == 1
    assert "prioridad: crítica → baja, porque form.relato" in said(finding)
    assert "Caí" not in str(finding)


def test_the_database_itself_refuses_to_write(report, morning):
    case = report("bache")
    with pytest.raises(InternalError, match="read-only"), read_only():
        Case.objects.filter(pk=case.pk).update(language="en")


def test_every_batch_costs_the_same_queries_and_only_reads(report, morning, draft, scope):
    for _number in range(4):
        report("bache")
    with clock.at(LATER):
        candidate = draft("bache")
        list(Replay(candidate, scope("bache")).findings())
        with CaptureQueriesContext(
            connection,
        ) as one:
            list(reading.batches(scope("bache"), Needs(evidence=True), size=5))
        with CaptureQueriesContext(connection) as four:
            list(reading.batches(scope("bache"), Needs(evidence=True), size=1))
    read = [query["sql"] for query in one.captured_queries if query["sql"].lstrip().startswith("SELECT")]
    assert len(read) == 4
    assert (
        len([query for query in four.captured_queries if query["sql"].lstrip().startswith("SELECT")])
        == 4 * 4 + 1
    )
    assert not any(
        word in query["sql"] for query in four.captured_queries for word in ("INSERT", "UPDATE ", "DELETE")
    )


def test_a_replay_that_is_killed_leaves_nothing_behind(report, morning, draft, scope):
    report("bache")
    before = (Case.objects.count(), CaseEvent.objects.count())
    with clock.at(LATER):
        batches = Replay(
            draft("bache", ("- {is: 5 working days}", "- {is: 3 working days}")), scope("bache")
        ).findings()
        next(batches)
        batches.close()
    assert (Case.objects.count(), CaseEvent.objects.count()) == before
    Case.objects.update(language="es")  # nothing keeps the connection read-only
