"""Imports as real processes: one killed in the middle of a batch, and two at the same time."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from casetypes.cases.models import Case, CaseEvent
from casetypes.intake.imports import running
from casetypes.intake.imports.alone import ImportBusy
from casetypes.intake.models import ImportRun
from casetypes.kernel import clock
from tests.intake.old_system import bring_in, good, rejections
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]
SLOW = 120  # seconds that a start of Django may take on a busy machine

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def stuck_at_the_first_rejection() -> Iterator[psycopg.Connection]:
    """While this lasts, an import stops inside the batch that holds a rejected row, with its cases not committed."""
    settings = connection.settings_dict
    with psycopg.connect(
        dbname=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"],
        host=settings["HOST"], port=settings["PORT"],
    ) as other:  # fmt: skip
        other.execute("LOCK TABLE intake_importrejection IN ACCESS EXCLUSIVE MODE")
        yield other


@contextmanager
def importing(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "manage.py", "import_cases", "viejo", str(path)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def waits_for_the_table() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'intake_importrejection'::regclass"
        )
        return bool(cursor.fetchone()[0])


def nobody_imports() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return not cursor.fetchone()[0]


def test_an_import_killed_inside_a_batch_leaves_whole_batches_and_goes_on_with_the_next(publish, write):
    publish()
    rows = [good(number) for number in range(1, running.BATCH + 60)]
    path = write(*rows, good(9000, date=""))
    with stuck_at_the_first_rejection(), importing(path) as process:
        wait_for(waits_for_the_table, within=SLOW)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    wait_for(nobody_imports, within=SLOW)
    stopped = ImportRun.objects.get()
    assert (stopped.read, stopped.created, stopped.finished_at) == (running.BATCH, running.BATCH, None)
    assert Case.objects.filter(source="import:viejo").count() == running.BATCH

    finished = bring_in(path)
    assert finished.pk == stopped.pk
    assert finished.resumed_at
    assert (finished.read, finished.created, finished.rejected) == (len(rows) + 1, len(rows), 1)
    assert rejections(finished) == [(len(rows) + 2, "9000", "no_date")]
    cases = Case.objects.filter(source="import:viejo")
    assert cases.count() == len(rows)
    assert CaseEvent.objects.filter(case__in=cases).count() == len(rows)


def test_of_two_imports_at_once_the_second_says_who_runs_since_when_and_changes_nothing(publish, write):
    publish()
    path = write(good(1), good(2, date=""), good(3, date="2021-10-19"), good(4))
    planned = running.plan("viejo", path)
    with importing(path) as process:
        with stuck_at_the_first_rejection():
            wait_for(waits_for_the_table, within=SLOW)
            with pytest.raises(ImportBusy) as busy:
                running.run(planned)
            assert Case.objects.filter(source="import:viejo").count() == 0
        assert process.wait(SLOW) == 0
    since = ImportRun.objects.get().started_at.astimezone(clock.zone("America/Monterrey"))
    assert f"{since:%Y-%m-%d %H:%M}" in busy.value.message
    assert path.name in busy.value.message
    assert running.run(planned).already_there == 3
    assert Case.objects.filter(source="import:viejo").count() == 3
