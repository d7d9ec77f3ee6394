"""The time something did not work, from the report until it works again."""

from datetime import timedelta

import pytest

from casetypes.cases.models import Case, CaseEvent
from reports import metrics, page
from reports.pdf import document
from tests.reports.rows import at, case
from tests.reports.test_figures import count

pytestmark = pytest.mark.django_db


def story(one: Case, *moves: tuple[str, float]) -> Case:
    """What happened to a case: into which state, how many hours after the report."""
    for number, (state, hours) in enumerate((("reportada", 0), *moves)):
        CaseEvent.objects.create(
            case=one, at=one.opened_at + timedelta(hours=hours), kind="transition", name="x", to_state=state,
            actor_role="crew", revision=number + 1,
        )  # fmt: skip
    return one


def lamp(opened: str, *moves: tuple[str, float], dark: bool = True, **columns: object) -> Case:
    return story(case(opened, service="luminaria", calc={"sin_luz": dark}, **columns), *moves)


REPAIRED = (("asignada", 5.0), ("esperando_material", 9.0), ("por_encender", 40.0), ("encendida", 50.0))


def test_all_the_time_until_it_works_again_counts_also_that_of_waiting_for_material():
    lamp("2023-10-02 09:00", *REPAIRED, closed="2023-10-04 11:00")
    value = count(service="luminaria").total.values["out_of_service"]
    assert (value.amount, value.n) == (50.0, 1)


def test_after_a_reopening_the_time_goes_on_and_the_time_it_worked_does_not_count():
    again = (*REPAIRED, ("reportada", 100.0), ("encendida", 110.0))
    lamp("2023-10-02 09:00", *again, closed="2023-10-06 23:00", reopened=1)
    assert count(service="luminaria").total.values["out_of_service"].amount == 60.0


def test_what_still_works_what_is_not_repaired_and_what_was_imported_do_not_count():
    lamp("2023-10-02 09:00", *REPAIRED, closed="2023-10-04 11:00", dark=False)
    lamp("2023-10-02 09:00", ("asignada", 5.0))
    lamp("2023-10-02 09:00", ("improcedente", 5.0), closed_at=at("2023-10-02 14:00"), final_kind="declined")
    lamp("2023-10-02 09:00", *REPAIRED, closed="2023-10-04 11:00", channel="legacy")
    story(case("2023-10-02 09:00", closed="2023-10-04 11:00"), ("resuelto", 50.0))
    value = count().total.values["out_of_service"]
    assert (value.amount, value.n) == (None, 0)


def test_page_and_report_show_it_only_where_it_is_known():
    case("2023-10-02 09:00", closed="2023-10-04 11:00")
    lamp("2023-10-02 09:00", *REPAIRED, closed="2023-10-04 11:00")
    shown = {
        service: {one.key for one in page.build({"period": "2023Q4", "service": service}, "es")["more"]}
        for service in ("bache", "luminaria", "")
    }
    assert "out_of_service" in shown["luminaria"] & shown[""]
    assert "out_of_service" not in shown["bache"]
    titles = {
        service: " ".join(one.title for one in document.methods(count(service=service))) for service in shown
    }
    assert str(metrics.BY_KEY["out_of_service"].title) in titles["luminaria"]
    assert str(metrics.BY_KEY["out_of_service"].title) not in titles["bache"]
