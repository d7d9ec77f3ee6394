"""Legacy imports: what comes in, what is rejected and why, and that nothing is written by halves or invented."""

import csv
import gzip
import itertools
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import Case, OutboxEntry
from casetypes.intake.imports import moments, running
from casetypes.intake.imports.alone import ImportBusy
from casetypes.intake.imports.lines import FileRefused
from casetypes.intake.imports.masking import mask
from casetypes.intake.models import ImportRejection, ImportRun
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.sla.models import SlaClock
from tests.intake.old_system import bring_in, good, rejections

REAL = Path(__file__).parents[2].parent / "shared/data/hermosillo/bachometro_reportes.csv.gz"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["viejo.csv", "viejo.csv.gz"])
def test_each_row_becomes_a_case_with_its_history(publish, write, name):
    publish()
    run = bring_in(write(good(1), good(2, atendido="False"), name=name))
    assert (run.read, run.created, run.rejected, run.already_there) == (2, 2, 0, 0)
    done, waiting = Case.objects.order_by("source_id")
    assert (done.state, done.public_status, done.channel) == ("resuelto", "resolved", "legacy")
    assert (waiting.state, waiting.source, waiting.source_id) == ("recibido", "import:viejo", "2")
    assert done.answers["descripcion"] == "Hay un bache"
    assert done.opened_at.isoformat() == "2021-10-18T05:00:00+00:00"
    assert done.events.get().kind == "imported"
    assert AuditLeaf.objects.filter(subject=f"case:{done.folio}").count() == 1


def test_what_was_not_recorded_is_not_invented(publish, write):
    publish()
    bring_in(write(good(1)))
    case = Case.objects.get()
    assert (case.closed_at, case.due_at, case.citizen) == (None, None, None)
    assert not SlaClock.objects.filter(case=case).exists()
    assert not OutboxEntry.objects.filter(case=case).exists()


def test_priority_falls_back_to_the_last_rule_and_the_case_says_so(publish, write):
    publish()
    bring_in(write(good(1)))
    case = Case.objects.get()
    assert case.rules_unset
    assert case.priority == 1


def test_a_closing_that_was_recorded_is_kept(publish, write):
    publish(closed_at=["cierre", "hora"])
    bring_in(write(good(1, cierre="20/10/2021", hora="17:30:00"), good(2, cierre="", hora="")))
    closed, open_ended = Case.objects.order_by("source_id")
    assert closed.closed_at.isoformat() == "2021-10-20T22:30:00+00:00"
    assert open_ended.closed_at is None


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ({"latitude": "25.6866", "longitude": "-100.3161"}, "outside_municipality"),
        ({"latitude": "norte"}, "bad_location"),
        ({"latitude": "nan"}, "bad_location"),
        ({"date": ""}, "no_date"),
        ({"date": "ayer"}, "no_date"),
        ({"date": "2199-01-01"}, "future_date"),
        ({"atendido": "quizá"}, "unknown_state"),
        ({"id": ""}, "no_id"),
        ({"description": "x" * 1001}, "bad_answer"),
    ],
)
def test_a_row_that_cannot_be_a_case_is_reported_with_its_reason(publish, write, bad, rule):
    publish()
    run = bring_in(write(good(1), good(2, **bad), good(3)))
    source_id = bad.get("id", "2")
    assert rejections(run) == [(3, source_id, rule)]
    assert ImportRejection.objects.get().reason
    assert Case.objects.count() == 2


def test_a_reason_repeats_no_phone_of_a_citizen(publish, write):
    publish()
    bring_in(write(good(1), good(2), good(3, date="llamar al 871 123 4567")))
    assert "4567" not in ImportRejection.objects.get().reason


def test_a_location_may_be_missing_unless_the_mapping_rejects_it(publish, write):
    publish()
    assert bring_in(write(good(1, latitude="", longitude=""))).created == 1
    publish(reject=["no_location"])
    rejected = bring_in(write(good(2, latitude="", longitude=""), name="b.csv"))
    assert [rule for _row, _id, rule in rejections(rejected)] == ["no_location"]


def test_importing_twice_changes_nothing(publish, write):
    publish()
    path = write(good(1), good(2))
    bring_in(path)
    again = bring_in(path)
    assert (again.created, again.already_there) == (0, 2)
    assert Case.objects.count() == 2


def test_the_same_number_twice_in_one_file_is_one_case(publish, write):
    publish()
    run = bring_in(write(good(1), good(1, description="otra vez")))
    assert (run.created, run.already_there) == (1, 1)


def test_a_run_that_was_killed_goes_on_where_it_stopped(publish, write, monkeypatch):
    publish()
    path = write(*(good(number) for number in range(1, 8)), good(8, date=""))
    monkeypatch.setattr(running, "BATCH", 3)
    killed = itertools.count()

    def kill(read: int, rejected: int) -> None:
        if next(killed) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(running.plan("viejo", path), progress=kill)
    stopped = ImportRun.objects.get()
    assert (stopped.read, stopped.created, stopped.finished_at) == (6, 6, None)
    finished = bring_in(path)
    assert finished.pk == stopped.pk
    assert (finished.read, finished.created, finished.rejected) == (8, 7, 1)
    assert Case.objects.count() == 7


def test_a_batch_that_fails_leaves_nothing_of_itself(publish, write, monkeypatch):
    publish()
    path = write(*(good(number) for number in range(1, 5)))
    monkeypatch.setattr(running, "BATCH", 2)
    batches = itertools.count(1)
    real = running.open_history

    def failing(openings):
        cases = real(openings)
        if next(batches) == 2:
            raise RuntimeError("the disk is full")
        return cases

    monkeypatch.setattr(running, "open_history", failing)
    with pytest.raises(RuntimeError):
        bring_in(path)
    assert Case.objects.count() == 2
    assert ImportRun.objects.get().read == 2


def test_a_missing_column_is_named_with_the_nearest_one_before_anything_is_written(publish, write):
    publish(location=["latitud", "longitude"])
    with pytest.raises(FileRefused, match="latitud.*latitude"):
        bring_in(write(good(1)))
    assert not ImportRun.objects.exists()


def test_shifted_rows_are_named_before_anything_is_written(publish, write):
    publish()
    path = write(good(1), good(2))
    path.write_text(path.read_text() + "3,2021-10-18,25.5,-103.4,una, coma de más,True\n")
    with pytest.raises(FileRefused, match="4"):
        bring_in(path)
    assert not Case.objects.exists()


def test_a_wrong_encoding_is_told_before_anything_is_written(publish, write):
    publish()
    with pytest.raises(FileRefused, match="utf-8"):
        bring_in(write(good(1, description="pavimento dañado"), encoding="latin-1"))
    publish(format={"encoding": "latin-1", "time_zone": "America/Monterrey"})
    path = write(good(1, description="pavimento dañado"), encoding="latin-1")
    bring_in(path)
    assert Case.objects.get().answers["descripcion"] == "pavimento dañado"


def test_a_file_whose_columns_mean_something_else_is_refused_whole(publish, write):
    publish(opened_at="description")
    with pytest.raises(FileRefused):
        bring_in(write(good(1), good(2)))


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08broken", b'id,date\n"1,2'])
def test_a_broken_file_is_refused_in_words(publish, tmp_path, content):
    publish()
    path = tmp_path / "roto.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        bring_in(path)
    assert refused.value.message


def test_a_file_that_is_not_there_is_refused_in_words(publish, tmp_path):
    publish()
    with pytest.raises(FileRefused):
        bring_in(tmp_path / "nada.csv")


def test_a_mapping_to_unknown_fields_or_states_is_refused(publish, write):
    publish(fields={"descripcionn": "description"})
    with pytest.raises(Invalid, match="descripcionn"):
        bring_in(write(good(1)))
    publish(state={"column": "atendido", "map": {"True": "resuelt"}})
    with pytest.raises(Invalid, match="resuelt"):
        bring_in(write(good(1)))


def test_an_unknown_mapping_is_not_found(write):
    with pytest.raises(NotFound):
        bring_in(write(good(1)), "nada")


def test_columns_may_be_translated_and_one_file_may_feed_many_services(publish, write):
    publish(
        service={"column": "tipo", "map": {"B": "bache", "F": "fuga_de_agua"}},
        fields={"via": {"column": "calle", "map": {"AV": "avenida", "C": "calle"}}},
        state=None,
    )
    run = bring_in(
        write(good(1, tipo="B", calle="AV"), good(2, tipo="F", calle="?"), good(3, tipo="X", calle="C"))
    )
    pothole, leak = Case.objects.order_by("source_id")
    assert (pothole.case_type_id, leak.case_type_id) == ("bache", "fuga_de_agua")
    assert pothole.answers["via"] == "avenida"
    assert rejections(run) == [(4, "3", "unknown_service")]


def test_a_second_run_of_the_same_mapping_is_refused_while_the_first_lasts(publish, write):
    publish()
    planned = running.plan("viejo", write(good(1)))
    settings = connection.settings_dict
    with psycopg.connect(
        dbname=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"],
        host=settings["HOST"], port=settings["PORT"],
    ) as other:  # fmt: skip
        other.execute("SELECT pg_advisory_lock(hashtextextended('import:viejo', 2))")
        with pytest.raises(ImportBusy):
            running.run(planned)
        other.execute("SELECT pg_advisory_unlock_all()")
        assert running.run(planned).created == 1


def test_the_command_prints_counts_and_writes_the_report(publish, write, tmp_path):
    publish()
    report, out = tmp_path / "rechazados.csv", StringIO()
    call_command("import_cases", "viejo", write(good(1), good(2, date="")), report=report, stdout=out)
    assert "no_date" in out.getvalue()
    rows = list(csv.reader(report.open(encoding="utf-8")))
    assert rows[0] == ["row", "source_id", "rule", "reason"]
    assert rows[1][:3] == ["3", "2", "no_date"]


def test_the_command_says_in_one_line_why_it_could_not(publish, write):
    publish()
    with pytest.raises(CommandError, match="atendido"):
        call_command("import_cases", "viejo", write({"id": "1"}), stdout=StringIO())


@pytest.mark.skipif(not REAL.exists(), reason="the Hermosillo reports are not here (../shared/data)")
def test_real_reports_of_hermosillo_come_in_with_their_phones_masked(publish, tmp_path):
    publish(reject=["no_date", "future_date"])
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        rows = list(itertools.islice(csv.reader(file), 301))
    path = tmp_path / "real.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    run = bring_in(path)
    assert (run.read, run.created + run.rejected) == (300, 300)
    assert run.created > 290


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("llamar al 662 123 4567 por la tarde", "llamar al [] por la tarde"),
        ("tel.6621234567", "tel.[]"),
        ("+52 1 662 123 45 67", "[]"),
        ("(662) 212-34-56", "[]"),
        ("escriba a ana.perez@example.org, gracias", "escriba a [], gracias"),
        ("en 29.0941606, -110.9694708", "en 29.0941606, -110.9694708"),
        ("29.12877657 -110.95392611", "29.12877657 -110.95392611"),
        ("C.P. 83180 y Calle 5 número 1234", "C.P. 83180 y Calle 5 número 1234"),
        ("folio 20211018000123", "folio 20211018000123"),
    ],
)
def test_phones_and_addresses_leave_free_text_and_nothing_else_does(text, kept):
    import re

    assert re.sub(r"\[[^]]+\]", "[]", mask(text)) == kept


@given(st.text(max_size=200))
def test_masking_never_fails_and_never_masks_twice(text):
    once = mask(text)
    assert mask(once) == once


@given(st.datetimes(min_value=moments.datetime(1990, 1, 1), max_value=moments.datetime(2030, 1, 1)))
def test_a_date_reads_the_same_however_it_was_written(moment):
    zone = "America/Monterrey"
    whole = moment.replace(microsecond=0)
    assert moments.parse(f"{whole:%d/%m/%Y %H:%M:%S}", zone) == moments.parse(whole.isoformat(sep=" "), zone)


@given(st.text(max_size=30))
def test_a_text_that_is_no_date_is_none(text):
    found = moments.parse(text, "America/Monterrey")
    assert found is None or found.tzinfo is not None
