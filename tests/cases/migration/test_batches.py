"""Batches: a dry run writes nothing, a killed one goes on, a second one waits, a case that is moved meanwhile too."""

import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from casetypes.access.actors import SYSTEM
from casetypes.cases import engine
from casetypes.cases.migration import batches, chunks, reading
from casetypes.cases.models import Case, CaseEvent, MigratedCase, MigrationBatch
from casetypes.kernel import clock
from casetypes.sla.sweep import sweep
from tests.cases.migration.conftest import publish, questions
from tests.cases.migration.test_moving import HURT

IRENE = ["--as", "irene"]
ROOT = Path(__file__).resolve().parents[3]


def fingerprint() -> dict[str, tuple[int, str]]:
    """Every table: how many rows, and a hash over all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(
                f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'
            )
            found[table] = cursor.fetchone()
    return found


def command(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("definitions", "migrate", *args, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def shorter(document):
    document["clocks"]["solucion"]["budget"] = "3 working days"
    questions(document)["profundidad_cm"] |= {"type": "decimal"}
    questions(document)["via"]["options"].pop("camino_rural")


@pytest.mark.django_db
def test_a_dry_run_lists_every_open_case_and_writes_nothing(report, morning):
    goes, stays = report("bache", **HURT), report("bache", via="camino_rural")
    publish("bache", shorter)
    before = fingerprint()
    code, out, _err = command("bache", "--to", "2", "--dry-run", "--language", "es")
    assert fingerprint() == before
    assert code == 0
    assert f"{goes.folio}  1 → 2  puede pasar  Recibido" in out
    assert "Profundidad aproximada (cm) (integer → decimal): se convierte" in out
    assert "Solución: sigue con el tiempo ya consumido" in out
    assert f"{stays.folio}  1 → 2  se queda" in out
    assert "puede pasar: 1\nse queda: 1" in out
    assert "moto" not in out
    assert "ana@example.org" not in out


@pytest.mark.django_db
def test_a_dry_run_speaks_english_json_and_csv(report):
    case = report("bache")
    publish("bache", shorter)
    assert "can go" in command("bache", "--to", "2", "--dry-run", "--language", "en")[1]
    told = json.loads(command("bache", "--to", "2", "--dry-run", "--format", "json")[1])
    assert told["summary"] == {"will_go": 1}
    assert told["cases"][0]["folio"] == case.folio
    assert told["cases"][0]["answers"] == [
        ["profundidad_cm", "profundidad_cm", "converted", "integer → decimal"]
    ]
    rows = command("bache", "--to", "2", "--dry-run", "--format", "csv")[1].splitlines()
    assert rows[0].startswith("folio,from,to,outcome")
    assert rows[1].startswith(f"{case.folio},1,2")


@pytest.mark.django_db
def test_the_command_moves_and_undoes(report, irene):
    case = report("bache")
    publish("bache", shorter)
    code, out, _err = command("bache", "--to", "2", *IRENE, "--language", "es")
    number = MigrationBatch.objects.get().pk
    assert (code, out) == (0, f"pasó: 1\nLote {number}\n")
    assert Case.objects.get(pk=case.pk).version_id != case.version_id
    code, out, _err = command("bache", "--undo", str(number), *IRENE, "--language", "es")
    assert (code, out) == (0, f"regresó: 1\nLote {number}\n")
    batch = MigrationBatch.objects.get()
    assert (batch.user_id, batch.undone_by_id) == (irene.user_id, irene.user_id)
    assert Case.objects.get(pk=case.pk).version_id == case.version_id


@pytest.mark.django_db
def test_a_dry_run_of_the_way_back_says_what_returns_and_what_not_and_writes_nothing(report, carla, migrate):
    comes, held = report("bache"), report("bache")
    publish("bache", shorter)
    batch = migrate("bache", 2)
    engine.advance(held.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    before = fingerprint()
    undo = ["bache", "--undo", str(batch.pk), "--dry-run"]
    code, out, _err = command(*undo, "--language", "es")
    assert (code, fingerprint()) == (0, before)
    assert f"{comes.folio}  2 → 1  puede regresar  Recibido" in out
    assert "(decimal → integer): regresa como estaba" in out
    assert "Solución: vuelve a estar como antes" in out
    assert f"{held.folio}  2 → 1  pasó y no puede regresar  Programado\n    Avanzó después (Programar" in out
    assert out.endswith(f"puede regresar: 1\npasó y no puede regresar: 1\nLote {batch.pk}\n")
    told = json.loads(command(*undo, "--format", "json")[1])
    assert (told["summary"], told["batch"]) == ({"will_return": 1, "held": 1}, batch.pk)
    assert "can come back" in command(*undo, "--format", "csv", "--language", "en")[1]
    assert fingerprint() == before


@pytest.mark.django_db
def test_a_dry_run_says_which_cases_would_warn_at_once_and_could_not_come_back(
    report, morning, undo, migrate
):
    warns = report("bache")
    with clock.at(morning + timedelta(days=2, hours=7)):
        sweep()
        fresh = report("bache")
        publish("bache", shorter)
        es = command("bache", "--to", "2", "--dry-run", "--language", "es")
        english = command("bache", "--to", "2", "--dry-run", "--format", "csv", "--language", "en")[1]
        told = json.loads(command("bache", "--to", "2", "--dry-run", "--format", "json")[1])["cases"]
        batch = migrate("bache", 2)
        sweep()
        undo(batch)
    assert es[1].count("se avisará al pasar el caso y después no podrá regresar") == 1
    assert "    ! Solución: ya habrá pasado 75% de su tiempo" in es[1]
    assert "1 caso avisaría de un plazo en cuanto pase" in es[2]
    assert english.splitlines()[0].endswith(",reasons,warnings")
    assert "75% of its time has passed already" in english
    assert [bool(case["warnings"]) for case in told] == [True, False]
    assert told[0]["past"] == [["solucion", ["75%"]]]
    held = MigratedCase.objects.get(batch=batch, outcome=MigratedCase.HELD)
    assert held.case_id == warns.pk != fresh.pk


@pytest.mark.django_db
def test_the_way_back_of_a_batch_that_only_looked_cannot_be_forecast(report):
    report("bache")
    publish("bache", shorter)
    batch = batches.proceed(batches.begin("bache", 2, actor=SYSTEM).pk)
    code, _out, err = command("bache", "--undo", str(batch.pk), "--dry-run", "--language", "es")
    assert (code, "terminó" in err) == (1, True), err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["bache"], 2, "--to"),
        (["bache", "--to", "9"], 2, "versión 9"),
        (["nada", "--to", "2"], 2, "versión 2"),
        (["bache", "--to", "2", "--from", "2"], 1, "posterior"),
        (["bache", "--to", "2", "--as", "nadie"], 2, "nadie"),
        (["bache", "--undo", "123456"], 2, "lote"),
        (["bache", "--to", "2", "--as", "system"], 2, "system"),
    ],
)
def test_the_command_says_what_is_wrong(report, irene, args, code, says):
    report("bache")
    publish("bache", shorter)
    found = command(*IRENE, *args, "--language", "es")
    assert found[0] == code
    assert says in found[2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "says"),
    [([], "Diga quién pasa los casos: --as USUARIO"), (["--as", "hugo"], "«hugo» no puede pasar")],
)
@pytest.mark.parametrize("state", [None, MigrationBatch.MOVING, MigrationBatch.RETURNING])
def test_nobody_moves_cases_or_brings_them_back_without_name_and_right(
    report, migrate, hugo, who, says, state
):
    report("bache")
    publish("bache", shorter)
    batch = migrate("bache", 2)
    publish("bache", lambda document: None)
    if state:  # a worker stopped half way: going on is writing, too
        MigrationBatch.objects.update(state=state)
    before = fingerprint()
    for work in (["--to", "2"], ["--to", "3"], ["--undo", str(batch.pk)]):
        code, out, err = command("bache", *work, *who, "--language", "es")
        assert (code, out) == (2, "")
        assert says in err
    assert fingerprint() == before


@pytest.mark.django_db
def test_a_confidential_service_is_counted_and_not_listed(db, monkeypatch, report):
    case = report("bache")
    publish("bache", shorter)
    monkeypatch.setattr(reading, "may_be_listed", lambda service: False)
    _code, out, err = command("bache", "--to", "2", "--dry-run", "--language", "es")
    assert case.folio not in out
    assert "puede pasar: 1" in out
    assert "confidencial" in err


@pytest.mark.django_db
def test_a_batch_of_the_admin_first_looks_and_writes_its_own_report_only(report):
    report("bache")
    publish("bache", shorter)
    before = fingerprint()
    batch = batches.proceed(batches.begin("bache", 2, actor=SYSTEM).pk)
    after = fingerprint()
    changed = {table for table, found in after.items() if found != before[table]}
    assert changed == {"cases_migrationbatch", "cases_migratedcase"}
    assert (batch.state, reading.counts(batch)) == (MigrationBatch.LOOKED, {"will_go": 1})


@pytest.mark.django_db
def test_a_case_that_is_moved_or_closed_meanwhile_is_planned_again(report, carla):
    moved, closed = report("bache"), report("bache")
    publish("bache", shorter)
    batch = batches.proceed(batches.begin("bache", 2, actor=SYSTEM).pk)
    engine.advance(moved.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    refusal = {"motivo": "privado", "explicacion": "Es un predio."}
    engine.advance(closed.folio, "rechazar", actor=carla, input=refusal)
    batches.start(batch.pk, actor=SYSTEM)
    batch = batches.proceed(batch.pk)
    assert reading.counts(batch) == {"gone": 1, "stays": 1}
    assert Case.objects.get(pk=moved.pk).state == "programado"
    [line] = reading.lines(batch, MigratedCase.STAYS)
    assert "Se cerró" in line.told.why[0]


@pytest.mark.django_db
def test_one_case_that_fails_does_not_keep_the_others(report, monkeypatch, migrate):
    from casetypes.cases.migration import moving

    good, bad = report("bache"), report("bache")
    publish("bache", shorter)
    write = moving.Mover._write

    def breaks(self, fate, opened):
        if fate.case.folio == bad.folio:
            raise ValueError("a broken row")
        return write(self, fate, opened)

    monkeypatch.setattr(moving.Mover, "_write", breaks)
    batch = migrate("bache", 2)
    assert reading.counts(batch) == {"gone": 1, "stays": 1}
    assert Case.objects.get(pk=good.pk).revision == 2
    assert Case.objects.get(pk=bad.pk).revision == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_the_second_is_told_and_changes_nothing(report):
    report("bache")
    publish("bache", shorter)
    batch = batches.begin("bache", 2, actor=SYSTEM)
    batches.start(batch.pk, actor=SYSTEM)
    with batches.alone("bache"), pytest.raises(batches.MigrationBusy, match="moviendo"):
        batches.proceed(batch.pk)
    with pytest.raises(batches.MigrationBusy, match="en marcha"):
        batches.begin("bache", 2, actor=SYSTEM)
    assert reading.counts(batches.proceed(batch.pk)) == {"gone": 1}


KILLED = """
import os, signal
import django
django.setup()
from casetypes.cases.migration import chunks, moving
chunks.SIZE = 2
advance = moving.Mover._advance
def die(self, ids):
    advance(self, ids)
    if self.batch.done >= 4:
        os.kill(os.getpid(), signal.SIGKILL)
moving.Mover._advance = die
from django.core.management import call_command
call_command("definitions", "migrate", "bache", "--to", "2", "--as", "irene")
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_batch_goes_on_where_it_stopped_and_moves_each_case_once(report, irene, monkeypatch):
    monkeypatch.setattr(chunks, "SIZE", 2)
    for _ in range(7):
        report("bache")
    publish("bache", shorter)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.test"),
    }
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert killed.returncode == -9, killed.stderr.decode()
    batch = MigrationBatch.objects.get()
    assert (batch.state, batch.done) == (MigrationBatch.MOVING, 2)
    assert CaseEvent.objects.filter(kind="migrated").count() == 2
    code, out, _err = command("bache", "--to", "2", *IRENE, "--language", "es")
    assert (code, out) == (0, f"pasó: 7\nLote {batch.pk}\n")
    assert sorted(CaseEvent.objects.filter(kind="migrated").values_list("case", flat=True)) == sorted(
        Case.objects.values_list("pk", flat=True)
    )
    assert batches.get(batch.pk).done == 7
