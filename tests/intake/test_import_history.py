"""What an import makes of history: keys for rows without a number, services from a tree, places, and clocks."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.utils import translation

from casetypes.cases.models import Case
from casetypes.intake.imports import running
from casetypes.intake.imports.summary import MOST_VALUES, OTHERS, Summary
from casetypes.intake.models import ImportRun
from casetypes.kernel.errors import Invalid
from casetypes.places import index
from casetypes.places.models import Zone
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.sweep import sweep
from tests.intake.old_system import bring_in, good, rejections

pytestmark = pytest.mark.django_db

TREE = {
    "columns": ["rubro", "tipo"],
    "map": {"CALLES": {"HOYO": "bache", "*": "luminaria"}, "AGUA": "fuga_de_agua"},
}
WORDS = ["date", "description", "latitude", "longitude"]


def told(run: ImportRun) -> Summary:
    return Summary.from_json(run.summary)


def cases() -> list[Case]:
    return list(Case.objects.filter(source="import:viejo").order_by("id"))


def test_rows_without_a_number_of_their_own_are_told_apart_by_what_they_say(publish, write):
    publish(id=WORDS)
    path = write(good(1), good(2, description="Otro"), good(3), good(4))
    run = bring_in(path)
    assert run.created == 4
    keys = [case.source_id for case in cases()]
    assert keys[2:] == [f"{keys[0]}-2", f"{keys[0]}-3"]
    again = bring_in(path)
    assert (again.created, again.already_there) == (0, 4)


def test_a_later_copy_of_the_same_rows_in_which_one_was_closed_opens_nothing_anew(publish, write):
    publish(id=WORDS)
    bring_in(write(good(1, atendido="False"), good(2, description="Otro")))
    later = bring_in(write(good(1), good(2, description="Otro"), good(3, description="Nuevo"), name="b.csv"))
    assert (later.created, later.already_there) == (1, 2)


def test_a_run_that_was_stopped_counts_repeats_from_the_beginning_of_the_file(publish, write, monkeypatch):
    publish(id=WORDS)
    monkeypatch.setattr(running, "BATCH", 2)
    path = write(*(good(number) for number in range(1, 6)))

    def stop(read: int, rejected: int) -> None:
        if read == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(running.plan("viejo", path), progress=stop)
    assert bring_in(path).created == 5
    assert [case.source_id.partition("-")[2] for case in cases()] == ["", "2", "3", "4", "5"]


def test_the_most_specific_line_of_a_tree_decides_the_service(publish, write):
    publish(service=TREE, state=None)
    bring_in(
        write(
            good(1, rubro="CALLES", tipo="HOYO"),
            good(2, rubro="CALLES", tipo="POSTE"),
            good(3, rubro="AGUA", tipo="lo que sea"),
        )
    )
    assert [case.case_type_id for case in cases()] == ["bache", "luminaria", "fuga_de_agua"]


def test_a_value_that_the_tree_lacks_becomes_a_case_of_the_service_for_the_rest_and_is_listed(publish, write):
    publish(service={**TREE, "otherwise": "luminaria"}, state=None)
    run = bring_in(write(*(good(number, rubro="RUIDO", tipo="x") for number in (1, 2))))
    assert [case.case_type_id for case in cases()] == ["luminaria", "luminaria"]
    assert told(run).unknown == {"rubro: RUIDO": 2}
    assert told(run).services == {"luminaria": 2}


def test_without_a_service_for_the_rest_the_row_is_rejected_and_the_value_is_listed(publish, write):
    publish(service=TREE, state=None)
    known = [good(number, rubro="AGUA", tipo="") for number in (1, 2)]
    run = bring_in(write(*known, good(3, rubro="RUIDO", tipo="x")))
    assert rejections(run) == [(4, "3", "unknown_service")]
    assert told(run).unknown == {"rubro: RUIDO": 1}


def test_a_mapping_may_reject_what_it_does_not_know_without_listing_it(publish, write):
    publish(service={**TREE, "unknown": "reject", "otherwise": "luminaria"}, state=None)
    known = [good(number, rubro="AGUA", tipo="") for number in (1, 2)]
    run = bring_in(write(*known, good(3, rubro="RUIDO", tipo="x")))
    assert told(run).rules == {"unknown_service": 1}
    assert not told(run).unknown


@pytest.mark.parametrize(
    "service",
    [
        {"columns": ["rubro"], "map": {"CALLES": {"HOYO": "bache"}}},
        {"column": "rubro", "columns": ["tipo"], "map": {"CALLES": "bache"}},
        {"map": {"CALLES": "bache"}},
    ],
)
def test_a_tree_deeper_than_its_columns_is_no_mapping(publish, write, service):
    publish(service=service)
    with pytest.raises((Invalid, ValueError)):
        bring_in(write(good(1, rubro="CALLES", tipo="HOYO")))


def test_a_translated_answer_that_the_service_does_not_offer_is_not_recorded_and_listed(publish, write):
    publish(fields={"via": {"column": "calle", "map": {"AV": "avenida", "R": "rio"}}})
    run = bring_in(write(good(1, calle="AV"), good(2, calle="R"), good(3, calle="?")))
    assert [case.answers.get("via") for case in cases()] == ["avenida", None, None]
    assert told(run).unknown == {"calle: R": 1, "calle: ?": 1}


def test_every_other_value_may_have_an_answer_of_its_own(publish, write):
    publish(fields={"via": {"column": "calle", "map": {"AV": "avenida"}, "otherwise": "calle"}})
    run = bring_in(write(good(1, calle="AV"), good(2, calle="?")))
    assert [case.answers.get("via") for case in cases()] == ["avenida", "calle"]
    assert not told(run).unknown


def test_several_columns_may_make_one_answer(publish, write):
    publish(fields={"descripcion": ["description", "detalle"]})
    bring_in(write(good(1, detalle="junto al kiosco")))
    assert cases()[0].answers["descripcion"] == "Hay un bache junto al kiosco"


def test_a_row_without_a_point_is_where_its_zone_says(publish, write, zone):
    publish(zone="barrio", address=["calle", "altura"])
    place = {"latitude": "", "longitude": "", "calle": "Morelos", "altura": "120"}
    run = bring_in(
        write(
            good(1, barrio=zone.name.upper(), **place),
            good(2, barrio="Nunca Jamás", **place),
            good(3, barrio="", **place),
        )
    )
    named, unknown, nowhere = cases()
    assert (named.zone_id, named.latitude) == (zone.pk, None)
    assert named.place["address"] == "Morelos 120"
    assert (unknown.zone_id, nowhere.zone_id) == (None, None)
    assert told(run).differences == {"zone_unknown": 1, "no_place": 2}


def test_where_point_and_zone_disagree_the_polygon_decides_and_the_row_is_counted(publish, write, zone):
    square = [[-103.47, 25.53], [-103.45, 25.53], [-103.45, 25.55], [-103.47, 25.55], [-103.47, 25.53]]
    drawn = Zone.objects.exclude(pk=zone.pk).first()
    Zone.objects.filter(pk=drawn.pk).update(geometry={"type": "Polygon", "coordinates": [square]})
    index.invalidate()
    publish(zone="barrio")
    run = bring_in(write(good(1, barrio=zone.name), good(2, barrio="")))
    assert {case.zone_id for case in cases()} == {drawn.pk}
    assert told(run).differences == {"zone_differs": 1}


def test_a_case_closed_late_counts_as_late_and_one_closed_in_time_as_met(publish, write):
    publish(closed_at="cierre", opened_at="date")
    bring_in(
        write(
            good(1, date="2021-10-18 09:00", cierre="2021-10-19 09:00"),
            good(2, date="2021-10-18 09:00", cierre="2021-12-19 09:00"),
        )
    )
    in_time, late = (SlaClock.objects.get(case=case, key="solucion") for case in cases())
    assert (in_time.met, late.met) == (True, False)
    assert in_time.due_at == late.due_at
    assert late.stopped_at > late.due_at
    assert {clock.key for clock in SlaClock.objects.filter(case__in=cases())} == {"solucion"}
    assert not any(case.overdue or case.due_at for case in cases())


def test_the_first_response_of_history_is_never_invented(publish, write):
    publish(closed_at="cierre")
    bring_in(write(good(1, cierre="2021-10-19"), good(2, atendido="False", cierre="")))
    assert not SlaClock.objects.filter(case__in=cases(), key="primera_respuesta").exists()


def test_a_case_left_open_is_overdue_since_its_own_date_and_nobody_is_warned_now(publish, write, mailoutbox):
    publish(closed_at="cierre")
    bring_in(write(good(1, atendido="False", cierre="")))
    case = cases()[0]
    clock = SlaClock.objects.get(case=case)
    assert (clock.state, clock.met, clock.next_mark_at) == ("running", None, None)
    assert case.overdue
    assert case.due_at == clock.due_at < datetime(2021, 12, 1, tzinfo=UTC)
    assert sweep() == 0
    assert not ClockEntry.objects.filter(clock=clock).exists()
    assert mailoutbox == []


def test_a_source_that_keeps_no_closings_gives_its_open_cases_no_clock(publish, write):
    publish()
    bring_in(write(good(1, atendido="False")))
    assert not SlaClock.objects.filter(case__in=cases()).exists()
    assert cases()[0].due_at is None


def test_of_a_closing_without_time_the_whole_day_counts(publish, write):
    publish(
        opened_at=["date", "hora"],
        closed_at=["cierre", "hora_cierre"],
        format={"time_zone": "America/Monterrey", "no_time": "00:00:00"},
    )
    day = {"hora": "17:00:00", "cierre": "2021-10-18"}
    run = bring_in(
        write(
            good(1, hora_cierre="00:00:00", **day),
            good(2, hora_cierre="", **day),
            good(3, hora_cierre="18:00:00", **day),
            good(4, hora_cierre="16:00:00", **day),
        )
    )
    ends = [f"{case.closed_at:%d %H:%M:%S}" for case in cases()]
    assert ends == ["19 04:59:59", "19 04:59:59", "18 23:00:00"]
    assert [case.events.get().data.get("closing") for case in cases()] == ["day", "day", None]
    assert told(run).differences == {"closing_day_only": 2}
    assert told(run).rules == {"closed_before_opened": 1}


def test_a_check_counts_what_would_come_in_and_writes_nothing(publish, write, capsys):
    publish(service={**TREE, "otherwise": "luminaria"}, state=None)
    path = write(
        good(1, rubro="CALLES", tipo="HOYO"),
        good(2, rubro="RUIDO", tipo=""),
        good(3, rubro="AGUA", tipo="", date=""),
    )
    told_here = running.forecast(running.plan("viejo", path))
    assert (told_here.read, told_here.created, told_here.rejected) == (3, 2, 1)
    assert not Case.objects.filter(source="import:viejo").exists()
    assert not ImportRun.objects.exists()
    checked, run = told_here.summary, told(bring_in(path))
    assert checked == run


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["rows read", "Cases per service", "Street light", "no date", "does not know", "RUIDO"]),
        ("es", ["renglones leídos", "por servicio", "Luminaria", "sin fecha", "no conoce", "RUIDO"]),
    ],
)
@pytest.mark.parametrize("check", [True, False])
def test_the_summary_reads_the_same_after_a_check_and_after_a_run(
    publish, write, capsys, language, words, check
):
    publish(service={**TREE, "otherwise": "luminaria"}, state=None)
    path = write(
        good(1, rubro="RUIDO", tipo=""),
        good(2, rubro="RUIDO", tipo="", date=""),
        good(3, rubro="AGUA", tipo=""),
    )
    with translation.override(language):
        call_command("import_cases", "viejo", path, check=check)
    printed = " ".join(capsys.readouterr().out.split())
    for word in words:
        assert word.casefold() in printed.casefold(), (word, printed)


def test_the_list_of_unknown_values_stays_short_whatever_a_file_holds():
    summary = Summary()
    for number in range(MOST_VALUES + 50):
        batch = Summary()
        batch.not_known("tipo", str(number))
        summary.add(batch)
    assert len(summary.unknown) == MOST_VALUES + 1
    assert summary.unknown[OTHERS] == 50
    assert Summary.from_json(summary.as_json()) == summary
