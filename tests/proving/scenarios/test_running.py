"""Scenarios go through the services that people use, at their own time, and leave nothing behind."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.db import connection, transaction

from casetypes.cases.models import Case, OutboxEntry
from casetypes.definitions import selectors
from casetypes.kernel.extension_points import outbox_filled
from casetypes.proving.scenarios.running import run_folder, run_live, run_text
from casetypes.proving.scenarios.walk import Walk
from tests.proving.scenarios.conftest import told
from tests.proving.scenarios.test_reasons import REPAIRED, SCHEDULED, STARTED


def rows() -> dict[str, int]:
    """How many rows every table of the database has."""
    counted = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
    return counted


def files() -> list[Path]:
    roots = (Path(settings.MEDIA_ROOT), Path(settings.EVIDENCE_ROOT))
    return sorted(path for root in roots for path in root.rglob("*") if path.is_file())


def test_nothing_is_left_in_the_database_the_storage_or_the_post(
    run, report, django_capture_on_commit_callbacks
):
    report("bache")
    live, before, stored, kicks = selectors.live("bache").pk, rows(), files(), []
    waiting = OutboxEntry.objects.filter(state=OutboxEntry.PENDING).count()
    with django_capture_on_commit_callbacks(execute=True), outbox_filled.including(lambda: kicks.append(1)):
        proof = run(SCHEDULED, STARTED, REPAIRED, "by: crew, do: terminar, expect: {state: resuelto}")
    assert proof.passed
    assert (rows(), files(), mail.outbox, kicks) == (before, stored, [], [])
    assert selectors.live("bache").pk == live
    assert waiting == OutboxEntry.objects.filter(state=OutboxEntry.PENDING).count() > 0


def test_all_failures_of_a_file_are_found_in_one_run_and_each_scenario_stops_at_its_first(db):
    two = told("expect: {state: en_obra}", "by: crew, do: iniciar") + told("expect: {desk: simas}").partition(
        "scenarios:\n"
    )[2].replace("prueba", "otra")
    proof = run_text(two, key="bache")
    assert [str(problem.message).split(":")[0] for problem in proof.problems] == [
        'scenario "prueba", step 1', 'scenario "otra", step 1',
    ]  # fmt: skip
    assert [step.state for step in proof.scenarios[0].steps] == ["passed", "failed", "skipped"]


def test_marks_of_clocks_are_carried_out_at_their_own_moments(run):
    assert run(
        "until: 2026-12-10 09:00, expect: {escalated: direccion-obras, clocks: {solucion: overdue},"
        " notified: {desk: por_vencer, supervisor: escalado}}"
    ).passed


def test_a_clock_says_what_it_has_consumed_and_how_it_stopped(run):
    asked = "by: agent, do: preguntar, with: {pregunta: '¿Dónde?'}"
    waiting = "solucion: {state: paused, consumed: 3 working hours}"
    assert run(
        "wait: 3 working hours",
        f"{asked}, expect: {{clocks: {{primera_respuesta: met, {waiting}}}}}",
        f"wait: 2 days, expect: {{clocks: {{{waiting}}}}}",
    ).passed


def test_who_reads_what_is_looked_up_for_people_with_real_posts(run):
    hurt = (
        "given: {profundidad_cm: 6, via: calle, lesionados: true, fecha: 2026-11-30, vehiculo: moto,"
        " ubicacion: [25.5393, -103.4602], aviso: true}"
    )
    expected = (
        "visible: {control_desk: [fecha, via], public: [via]}, hidden: {crew: [fecha], agent: [vehiculo]}"
    )
    assert run(f"expect: {{{expected}}}", given=hurt).passed


def test_a_second_person_of_a_role_is_somebody_else(run):
    deep = "given: {profundidad_cm: 15, via: calle, lesionados: false, ubicacion: [25.5393, -103.4602], aviso: true}"
    finished = "by: control_desk, do: terminar"
    assert run(
        SCHEDULED, STARTED, REPAIRED, finished, "by: supervisor#2, do: devolver, with: {motivo: Otra vez.}",
        "by: supervisor, do: terminar, refused: Solo para", "by: crew#2, do: terminar, expect: {state: por_verificar}",
        "by: supervisor, do: verificar, expect: {state: resuelto}", given=deep,
    ).passed  # fmt: skip


def test_the_text_of_a_draft_that_does_not_lint_is_not_run(db):
    proof = run_text(told("by: control_desk, do: programr"), key="bache")
    assert ("unknown-transition" in {problem.rule for problem in proof.refused}, proof.scenarios) == (
        True,
        (),
    )
    assert not proof.passed


def test_what_is_live_is_run_as_it_is(db):
    proof = run_live("luminaria")
    assert proof.passed
    assert proof.coverage.demanded == 1


def test_it_works_inside_the_transaction_of_somebody_else_and_leaves_theirs_alone(db, report):
    with transaction.atomic():
        folio = report("bache").folio
        assert run_text(told("expect: {state: recibido}"), key="bache").passed
        assert Case.objects.get(folio=folio)


def test_a_scenario_that_breaks_is_a_failure_and_not_an_end(run, monkeypatch):
    monkeypatch.setattr("casetypes.proving.scenarios.walk.engine.advance", lambda *_a, **_k: 1 / 0)
    [problem] = run(SCHEDULED).problems
    assert "it broke: ZeroDivisionError" in problem.message


def test_progress_tells_how_many_scenarios_are_done_of_how_many(db):
    seen: list[tuple[int, int, str]] = []
    run_folder(settings.CITY_DIR, only=["bache"], progress=lambda *line: seen.append(line))
    assert [done for done, _of, _what in seen] == list(range(len(seen)))
    assert {of for _done, of, _what in seen} == {len(seen)}
    assert all(what.startswith("bache: ") for _done, _of, what in seen)


def test_a_scenario_that_cannot_even_begin_leaves_the_results_of_the_others(run, db, monkeypatch):
    two = told("expect: {state: recibido}") + told("expect: {state: recibido}").partition("scenarios:\n")[
        2
    ].replace("prueba", "otra").replace("2026-12-01 09:00", "2026-12-02 09:00")
    moment = Walk._moment

    def broken(self: Walk, text: str) -> datetime:
        if text.startswith("2026-12-01"):
            raise ValueError("no such hour")
        return moment(self, text)

    monkeypatch.setattr(Walk, "_moment", broken)
    first, second = run_text(two, key="bache").scenarios
    assert str(first.problem.message) == 'scenario "prueba", the report: it broke: ValueError: no such hour'
    assert [step.state for step in first.steps] == ["failed", "skipped"]
    assert second.passed


def test_a_moment_that_no_calendar_has_is_a_problem_of_its_line_before_anything_runs(db):
    steps = ["until: 2026-02-30 09:00", "expect: {due: {solucion: 2026-12-01 24:30}}"]
    proof = run_text(told(*steps).replace("at: 2026-12-01", "at: 2026-13-01"), key="bache")
    assert [(each.rule, str(each.message).partition(": ")[2]) for each in proof.problems] == [
        ("wrong-type", 'there is no moment "2026-13-01 09:00"'),
        ("wrong-type", 'there is no moment "2026-02-30 09:00"'),
        ("wrong-type", 'there is no moment "2026-12-01 24:30"'),
    ]
    assert len({each.line for each in proof.problems}) == 3
