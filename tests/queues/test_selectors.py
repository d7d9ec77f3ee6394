"""What a desk's queue holds and how much waits in it."""

from datetime import timedelta

import pytest

from casetypes.cases import engine
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid
from casetypes.queues import loads, selectors, views
from casetypes.queues.loads import Load
from casetypes.sla.sweep import sweep

pytestmark = pytest.mark.django_db


def test_a_desk_holds_its_own_cases_only(report, carla):
    pothole, leak = report("bache"), report("fuga_de_agua")
    assert list(selectors.queue("bacheo", carla)) == [pothole]
    assert list(selectors.queue("enlace-agua", carla)) == [leak]


def test_a_stranger_sees_nothing_of_a_desk(report, fidel):
    report("bache")
    assert list(selectors.queue("bacheo", fidel)) == []


def test_a_referred_case_leaves_the_queue_and_stays_readable(report, carla, fidel):
    case = report("fuga_de_agua")
    engine.advance(case.folio, "turnar_a_simas", actor=carla)
    assert list(selectors.queue("enlace-agua", carla)) == []
    assert list(selectors.referred_away("enlace-agua", carla)) == [case]
    assert list(selectors.queue("simas", fidel)) == [case]


def test_an_escalated_case_is_in_both_queues(report, carla, morning):
    case = report("bache")
    with clock.at(morning + timedelta(days=30)):
        while sweep():
            continue
    assert list(selectors.queue("bacheo", carla)) == [case]
    assert list(selectors.queue("direccion-obras", carla)) == [case]
    assert loads.loads(["bacheo", "direccion-obras"], carla)["direccion-obras"].escalated == 1


def test_the_shape_has_the_columns_its_services_ask_for(db):
    shape = selectors.shape("bacheo")
    assert shape.columns == ("folio", "state", "priority", "due", "zone", "form.via")
    assert [service.key for service in shape.services] == ["bache"]


def test_a_desk_that_cases_only_come_to_has_the_shape_of_their_service(db):
    assert [service.key for service in selectors.shape("simas").services] == ["fuga_de_agua"]


def test_a_desk_without_services_has_the_standard_columns(db):
    assert selectors.shape("transito").columns == selectors.STANDARD


def test_what_waits_is_counted_in_few_queries(report, carla, morning, django_assert_num_queries):
    """One of them asks whether Carla is a named reader of a confidential service."""
    report("bache", lesionados=True, fecha="2026-11-30")
    report("bache")
    with clock.at(morning + timedelta(days=30)):
        with django_assert_num_queries(2):
            assert loads.load("bacheo", carla) == Load(open=2, late=2, today=0, critical=1, escalated=0)
        with django_assert_num_queries(2):
            both = loads.loads(["bacheo", "transito"], carla)
    assert both == {"bacheo": Load(open=2, late=2, today=0, critical=1, escalated=0), "transito": Load()}


def test_due_today_ends_at_midnight_where_the_city_is(report, carla, morning):
    case = report("bache")
    with clock.at(case.due_at - timedelta(hours=1)):
        assert list(loads.narrowed(selectors.queue("bacheo", carla), "today")) == [case]
    with clock.at(case.due_at - timedelta(days=1, hours=1)):
        assert not loads.narrowed(selectors.queue("bacheo", carla), "today").exists()


def test_a_saved_view_keeps_the_filters_without_the_page(carla):
    view = views.save_view("bacheo", actor=carla, name="  Los   urgentes ", query="priority=3&p=4&q=Ávila")
    assert (view.name, view.query) == ("Los urgentes", "priority=3&q=%C3%81vila")
    assert selectors.saved_views("bacheo", carla) == [view]


def test_the_same_name_replaces_the_view(carla):
    views.save_view("bacheo", actor=carla, name="Mía", query="priority=3")
    views.save_view("bacheo", actor=carla, name="Mía", query="priority=2")
    assert [view.query for view in selectors.saved_views("bacheo", carla)] == ["priority=2"]


def test_nobody_deletes_a_view_of_somebody_else(carla, diego):
    view = views.save_view("bacheo", actor=carla, name="Mía", query="priority=3")
    views.delete_view("bacheo", view.pk, actor=diego)
    assert selectors.saved_views("bacheo", carla) == [view]


@pytest.mark.parametrize(("name", "query"), [("", "a=1"), ("x" * 61, "a=1"), ("Mía", "a=" + "1" * 1001)])
def test_a_view_without_a_name_or_too_long_is_refused(carla, name, query):
    with pytest.raises(Invalid):
        views.save_view("bacheo", actor=carla, name=name, query=query)
