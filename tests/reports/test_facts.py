"""Facts kept step by step say the same as cases counted from scratch, whatever happened and in whatever order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel import clock as time
from reports.counting.figures import figures
from reports.facts import upkeep
from reports.models import Fact, Touched
from reports.period import Period
from tests.reports import rows
from tests.reports.rows import at, case, clock, step, zone

pytestmark = pytest.mark.django_db
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
NOW = at("2024-02-01 12:00")
START, END = at("2023-10-01 00:00"), at("2024-01-01 00:00")
CELLS = ("", "8948f2a1a0bffff", "8948f2a1a0fffff")


@dataclass(frozen=True)
class Story:
    """A case in hours since its receipt; None: it did not happen (yet)."""

    day: int
    service: str
    cell: str
    answered: int | None
    closed: int | None
    kind: str
    kept_until: int


stories = some.builds(
    Story, some.integers(0, 115), some.sampled_from(["bache", "luminaria"]), some.sampled_from(CELLS),
    some.none() | some.integers(1, 200), some.none() | some.integers(1, 900),
    some.sampled_from(["done", "done", "declined", "duplicate"]), some.integers(24, 400),
)  # fmt: skip


def tell(story: Story) -> Case:
    """The case as it was received, with its deadline."""
    opened = at("2023-09-15 09:00") + timedelta(days=story.day)
    one = case(f"{opened:%Y-%m-%d %H:%M}", service=story.service, cell=story.cell)
    clock(one, met=None, due=opened + timedelta(hours=story.kept_until))
    return one


def end(one: Case, story: Story) -> None:
    """What became of it later."""
    if story.answered is not None:
        step(one, timedelta(hours=story.answered))
    if story.closed is not None:
        one.closed_at = one.opened_at + timedelta(hours=story.closed)
        one.clocks.update(state="stopped", met=story.closed <= story.kept_until)
        CaseEvent.objects.create(
            case=one, at=one.closed_at, kind="transition", name="cerrar", from_state=one.state,
            to_state=one.state, actor_role="system", revision=2,
        )  # fmt: skip
        one.final_kind, one.revision = story.kind, 2
    one.save()


def everything() -> list[dict[str, object]]:
    return list(Fact.objects.order_by("case_id").values())


@settings(
    max_examples=4, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(stories, min_size=1, max_size=6), some.data())
def test_facts_kept_step_by_step_equal_facts_worked_out_at_once(told: list[Story], data: some.DataObject):
    with time.at(NOW), transaction.atomic():
        cases = [tell(story) for story in told]
        upkeep.bring_up_to_date()
        for place in data.draw(some.permutations(range(len(told)))):
            end(cases[place], told[place])
            upkeep.bring_up_to_date()
        step_by_step = everything()
        Fact.objects.all().delete()
        upkeep.touch_all()
        upkeep.bring_up_to_date()
        assert everything() == step_by_step
        transaction.set_rollback(True)


@settings(
    max_examples=4, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(stories, min_size=1, max_size=6))
def test_figures_equal_a_plain_count_of_the_cases(told: list[Story]):
    with time.at(NOW), transaction.atomic():
        for story in told:
            end(tell(story), story)
        total = figures(period=Period(2023, 4)).total
        opened = {id(story): at("2023-09-15 09:00") + timedelta(days=story.day) for story in told}
        cohort = [story for story in told if START <= opened[id(story)] < END]
        assert total.amount("received") == len(cohort)
        assert total.values["resolution"].amount == _median(
            cohort, lambda one: one.closed if one.kind == "done" else None
        )
        assert total.values["first_response"].amount == _median(cohort, lambda one: one.answered)
        potholes = [one for one in cohort if one.service == "bache"]  # the other has no clock of that name
        decided = [one for one in potholes if _verdict(one, opened[id(one)]) is not None]
        assert total.values["sla"].n == len(decided)
        assert total.amount("sla") == _share(
            sum(_verdict(one, opened[id(one)]) is True for one in decided), len(decided)
        )
        assert total.amount("backlog") == sum(_open_at_end(one, opened[id(one)]) for one in told)
        transaction.set_rollback(True)


def _median(cohort: list[Story], hours: Callable[[Story], int | None]) -> float | None:
    known = [value for one in cohort if (value := hours(one)) is not None]
    return round(float(median(known)), 4) if known else None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _verdict(one: Story, opened: datetime) -> bool | None:
    """Whether the deadline was kept; None while it runs."""
    if one.closed is not None:
        return one.closed <= one.kept_until
    return False if opened + timedelta(hours=one.kept_until) < NOW else None


def _open_at_end(one: Story, opened: datetime) -> bool:
    return opened < END and (one.closed is None or opened + timedelta(hours=one.closed) >= END)


def test_a_deadline_that_passes_while_nobody_touches_the_case_counts_as_missed():
    clock(case("2024-01-30 09:00"), met=None, due=at("2024-02-02 09:00"))
    with time.at(NOW):
        assert figures(period=Period(2024, 1)).total.values["sla"].n == 0
    with time.at(at("2024-02-03 12:00")):
        assert figures(period=Period(2024, 1)).total.amount("sla") == 0


def test_every_write_of_a_case_is_noted_and_worked_out_once():
    one = case("2023-10-02 09:00")
    with time.at(NOW):
        assert upkeep.bring_up_to_date() >= 1
        assert upkeep.bring_up_to_date() == 0
        Case.objects.filter(pk=one.pk).update(channel="phone")
        assert Touched.objects.filter(case_id=one.pk).exists()
        assert upkeep.bring_up_to_date() == 1
    assert Fact.objects.get(pk=one.pk).channel == "phone"


def test_a_case_that_is_gone_leaves_no_fact_and_its_successor_no_longer_comes_back():
    first = case("2023-10-02 09:00", cell=CELLS[1])
    second = case("2023-10-09 09:00", cell=CELLS[1])
    with time.at(NOW):
        upkeep.bring_up_to_date()
        assert Fact.objects.get(pk=second.pk).recurring
        gone = first.pk
        first.delete()
        upkeep.bring_up_to_date()
    assert not Fact.objects.filter(pk=gone).exists()
    assert not Fact.objects.get(pk=second.pk).recurring


def test_figures_of_one_zone_leave_out_what_would_show_a_single_case():
    here = zone("Abastos")
    for day in (2, 3, 4):
        case(f"2023-10-0{day} 09:00", zone=here, cell=CELLS[1])
    case("2023-10-05 09:00", zone=here, service="luminaria")
    case("2023-10-05 09:00")
    with time.at(NOW):
        counted = figures(period=Period(2023, 4), zone=here.key)
    assert counted.total.amount("received") == 4
    assert counted.cells == counted.zones == ()
    assert not any(map(sum, counted.hours))
    assert all(one.suppressed for one in counted.services)


def test_the_days_of_an_imported_history_that_is_not_whole_are_named():
    for day in (1, 2, 3):
        for _each in range(25):
            rows.case(f"2023-10-0{day} 09:00", channel="legacy")
    with time.at(NOW):
        assert figures(period=Period(2023, 4)).recorded == (("2023-10-01", "2023-10-03"),)
    rows.case("2023-12-01 09:00")
    with time.at(NOW):
        assert figures(period=Period(2023, 4)).recorded == (("2023-10-01", "2023-10-03"),)
