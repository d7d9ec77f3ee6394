"""Files that cannot be imported: each is refused whole, in words that say what to do, before anything is written."""

import csv
import gzip
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from casetypes.cases.models import Case
from casetypes.intake.imports import lines, reading, reporting, running
from casetypes.intake.imports.lines import FileRefused
from casetypes.intake.models import ImportRejection, ImportRun
from tests.intake.old_system import HEADER, bring_in, good, rejections

pytestmark = pytest.mark.django_db

MEGABYTE = 1 << 20


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as error:
        bring_in(path)
    assert not ImportRun.objects.exists()
    return error.value.message


def lines_of(*rows: str) -> bytes:
    return "\n".join([",".join(HEADER), *rows, ""]).encode()


@pytest.mark.parametrize(("encoding", "named"), [("latin-1", "latin-1"), ("utf-16", "utf-16")])
def test_an_encoding_that_is_not_the_one_said_is_named_with_what_it_looks_like(
    publish, write, encoding, named
):
    publish()
    told = refused(write(good(1), good(2, description="pavimento dañado"), encoding=encoding))
    assert "utf-8" in told
    assert f"encoding: {named}" in told


def test_the_line_that_does_not_decode_is_told(publish, write):
    publish()
    rows = [good(number) for number in range(1, 40)]
    told = refused(write(*rows, good(40, description="dañado"), encoding="latin-1"))
    assert "41" in told


def test_utf_16_without_its_mark_is_recognised_by_its_null_characters(publish, write):
    publish()
    assert "utf-16" in refused(write(good(1), encoding="utf-16-le"))


def test_utf_8_read_as_latin_1_is_found_by_its_letters(publish, write):
    publish(format={"encoding": "latin-1", "time_zone": "America/Monterrey"})
    assert "encoding: utf-8" in refused(write(good(1, description="pavimento dañado")))


def test_a_byte_order_mark_is_no_part_of_the_first_column(publish, write):
    publish()
    assert bring_in(write(good(1), encoding="utf-8-sig")).created == 1


def test_another_delimiter_is_named(publish, tmp_path):
    publish()
    path = tmp_path / "punto-y-coma.csv"
    path.write_text(";".join(HEADER) + "\n1;2021-10-18;25.5;-103.4;Hoyo;True\n")
    assert "“;”" in refused(path) or "«;»" in refused(path)


def test_a_column_that_is_not_there_is_named_with_the_nearest_one(publish, write):
    publish(closed_at=["date", "atendida"])
    told = refused(write(good(1)))
    assert "atendida" in told
    assert "atendido" in told


def test_values_that_stand_one_column_too_far_are_noticed_though_their_number_is_right(publish, tmp_path):
    publish()
    path = tmp_path / "corrido.csv"
    rows = [f"{number},Hoyo,2021-10-18,25.5393,-103.4602,True" for number in range(1, 30)]
    path.write_bytes(lines_of(*rows))
    told = refused(path)
    assert "29" in told
    assert "Hoyo" in told


def test_a_file_that_shifts_in_its_middle_is_noticed_too(publish, tmp_path):
    publish()
    path = tmp_path / "corrido.csv"
    right = [f"{number},2021-10-18,25.5393,-103.4602,Hoyo,True" for number in range(1, 700)]
    wrong = [f"{number},Hoyo,2021-10-18,25.5393,-103.4602,True" for number in range(700, 2000)]
    path.write_bytes(lines_of(*right, *wrong))
    assert "Hoyo" in refused(path)


def test_a_file_with_latitude_and_longitude_exchanged_is_refused_with_the_way_out(publish, write):
    publish()
    rows = [good(number, latitude="-103.4602", longitude="25.5393") for number in range(1, 5)]
    assert "location: [longitude, latitude]" in refused(write(*rows))


def test_single_rows_with_exchanged_coordinates_are_rejected_as_such(publish, write):
    publish(reject=[])
    run = bring_in(write(good(1), good(2), good(3, latitude="-103.4602", longitude="25.5393")))
    assert rejections(run) == [(4, "3", "swapped_location")]
    assert run.created == 2


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"date": "1900-01-01"}, "implausible_date"),
        ({"date": "2099-12-31"}, "future_date"),
        ({"cierre": "2099-12-31"}, "future_date"),
        ({"cierre": "1900-01-01"}, "closed_before_opened"),
    ],
)
def test_dates_that_no_report_can_have_are_rejected(publish, write, changes, rule):
    publish(closed_at="cierre")
    rows = [good(number, cierre="") for number in (1, 2)]
    run = bring_in(write(*rows, good(3, **{"cierre": "", **changes})))
    assert rejections(run) == [(4, "3", rule)]


def test_how_early_a_date_may_be_is_said_by_the_mapping(publish, write):
    publish(not_before="2021-10-19")
    run = bring_in(write(good(1, date="2021-10-19"), good(2, date="2021-10-19"), good(3)))
    assert rejections(run) == [(4, "3", "implausible_date")]
    publish(not_before="1899-01-01")
    assert bring_in(write(good(4, date="1900-01-01"), name="b.csv")).created == 1


def test_a_header_alone_brings_nothing_in_and_is_no_mistake(publish, write):
    publish()
    run = bring_in(write())
    assert (run.read, run.created, run.rejected) == (0, 0, 0)
    assert run.finished_at


def test_a_folder_is_no_file(publish, tmp_path):
    publish()
    assert refused(tmp_path)


def test_a_file_that_the_disk_does_not_give_is_refused_with_its_reason(publish, tmp_path):
    publish()
    broken = tmp_path / "roto.csv"
    broken.symlink_to(tmp_path / "nada.csv")
    assert "roto.csv" in refused(broken)
    loop = tmp_path / "bucle.csv"
    loop.symlink_to(loop)
    assert "bucle.csv" in refused(loop)


def test_a_gzip_file_that_ends_too_early_is_refused(publish, write):
    publish()
    path = write(*(good(number) for number in range(200)), name="viejo.csv.gz")
    path.write_bytes(path.read_bytes()[:-200])
    assert "viejo.csv.gz" in refused(path)


def test_a_row_with_null_characters_is_rejected_and_the_others_come_in(publish, tmp_path):
    publish()
    path = tmp_path / "nulos.csv"
    path.write_bytes(
        lines_of(
            "1,2021-10-18,25.5393,-103.4602,Ho\0yo,True",
            "2,2021-10-18,25.5393,-103.4602,Hoyo,True",
            "3,2021-10-18,25.5393,-103.4602,Hoyo,True",
        )
    )
    run = bring_in(path)
    assert rejections(run) == [(2, "1", "bad_text")]
    assert run.created == 2


def test_a_number_of_its_own_with_a_null_character_counts_for_none(publish, tmp_path):
    publish()
    path = tmp_path / "nulos.csv"
    path.write_bytes(lines_of("1\0,2021-10-18,25.5393,-103.4602,Hoyo,True", *good_lines(2)))
    assert rejections(bring_in(path)) == [(2, "", "bad_text")]


def good_lines(count: int) -> list[str]:
    return [f"g{number},2021-10-18,25.5393,-103.4602,Hoyo,True" for number in range(count)]


def test_a_line_of_a_megabyte_is_refused_with_its_number(publish, tmp_path):
    publish()
    path = tmp_path / "largo.csv"
    path.write_bytes(lines_of(*good_lines(1), f"2,2021-10-18,25.5393,-103.4602,{'x' * MEGABYTE},True"))
    told = refused(path)
    assert "3" in told
    assert "1000000" in told


def test_a_quotation_mark_left_open_is_told_with_its_row(publish, tmp_path):
    publish()
    path = tmp_path / "comilla.csv"
    text = "palabra " * 20
    path.write_bytes(lines_of('1,2021-10-18,25.5393,-103.4602,"Hoyo,True', *[text for _line in range(8000)]))
    assert "2" in refused(path)


def test_a_file_that_unpacks_out_of_all_proportion_is_refused(publish, tmp_path, monkeypatch):
    publish()
    monkeypatch.setattr(lines, "RATIO_FROM", MEGABYTE)
    path = tmp_path / "bomba.csv.gz"
    path.write_bytes(gzip.compress(lines_of("1,2021-10-18,25.5393,-103.4602,Hoyo,True") * 40_000))
    assert "MB" in refused(path)


def test_memory_does_not_grow_with_the_file(publish, tmp_path):
    """Twenty-four megabytes are read twice in a few: a reader that held the file would need more than them all."""
    publish()
    path = tmp_path / "grande.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(
            (number, "2021-10-18", "25.5393", "-103.4602", f"Hoyo {number} " * 80, "True")
            for number in range(24_000)
        )
    assert path.stat().st_size > 20 * MEGABYTE
    tracemalloc.start()
    try:
        planned = running.plan("viejo", path)
        read = sum(1 for _row in reading.read(path, planned.mapping.spec.format))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read == planned.records == 24_000
    assert peak < 8 * MEGABYTE


def test_a_file_that_changed_since_it_was_checked_is_refused(publish, write):
    publish()
    path = write(good(1))
    planned = running.plan("viejo", path)
    write(good(1), good(2))
    with pytest.raises(FileRefused):
        running.run(planned)
    assert not ImportRun.objects.exists()


def test_a_file_that_changes_while_it_is_read_stops_the_run_between_batches(publish, write, monkeypatch):
    publish()
    monkeypatch.setattr(running, "BATCH", 2)
    rows = [good(number) for number in range(1, 7)]
    path = write(*rows)

    def change(read: int, rejected: int) -> None:
        if read == 2:
            write(*rows, good(7))

    with pytest.raises(FileRefused):
        running.run(running.plan("viejo", path), progress=change)
    stopped = ImportRun.objects.get()
    assert (stopped.read, Case.objects.filter(source="import:viejo").count()) == (2, 2)
    again = bring_in(path)
    assert (again.created, again.already_there) == (5, 2)


def test_a_report_that_finds_no_room_says_so_and_can_be_written_later(publish, write, tmp_path):
    publish()
    path = write(good(1), good(2), good(3, date=""))
    with pytest.raises(CommandError, match="/dev/full"):
        call_command("import_cases", "viejo", path, report=Path("/dev/full"), stdout=StringIO())
    assert Case.objects.filter(source="import:viejo").count() == 2
    later = tmp_path / "rechazados.csv"
    call_command("import_cases", "viejo", path, report=later, stdout=StringIO())
    assert [row["rule"] for row in csv.DictReader(later.open())] == ["no_date"]
    assert Case.objects.filter(source="import:viejo").count() == 2


def test_half_a_report_never_stands_under_its_name(publish, write, tmp_path, monkeypatch):
    publish()
    report = tmp_path / "rechazados.csv"
    report.write_text("the earlier one")

    run = bring_in(write(good(1), good(2), good(3, date="")))

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reporting.os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        reporting.write(run, report)
    assert report.read_text() == "the earlier one"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_report_whose_folder_is_missing_is_told_before_anything_is_written(publish, write, tmp_path):
    publish()
    with pytest.raises(CommandError, match="nada"):
        call_command("import_cases", "viejo", write(good(1)), report=tmp_path / "nada" / "r.csv")
    assert not ImportRun.objects.exists()
    assert not ImportRejection.objects.exists()
