"""A calendar that changes moves the due dates of running clocks, and every case says why."""

from datetime import UTC, datetime, timedelta

import pytest

from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions import revision
from casetypes.definitions.models import ConfigurationFile
from casetypes.kernel.extension_points import calendars_changed
from casetypes.sla.recompute import recompute_clocks
from casetypes.sla.selectors import clock_views

pytestmark = pytest.mark.django_db


def close_wednesday() -> None:
    """A decreed closure on 2 December 2026, published as a new version of calendars.yaml."""
    current = ConfigurationFile.objects.get(kind="calendars", live=True)
    document = {**current.document, "calendars": {**current.document["calendars"]}}
    office = dict(document["calendars"]["oficina"])
    office["closed"] = [*office["closed"], {"date": "2026-12-02", "name": {"es": "Luto", "en": "Mourning"}}]
    document["calendars"]["oficina"] = office
    ConfigurationFile.objects.filter(pk=current.pk).update(live=False)
    ConfigurationFile.objects.create(
        kind="calendars", key=current.key, number=current.number + 1, source=current.source, document=document,
        sha256="0" * 64, published_by="test",
    )  # fmt: skip
    revision.renew()


def test_a_decreed_closure_moves_the_due_date_by_a_day_and_the_case_says_why(report, morning):
    case = report("bache", profundidad_cm=15)
    before = Case.objects.get(pk=case.pk).due_at
    close_wednesday()
    assert recompute_clocks() == 2
    [view] = [each for each in clock_views(case) if each.key == "solucion"]
    assert view.due_at == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    assert view.moved[-1].because["es"] == "Cambió el calendario de días hábiles"
    assert Case.objects.get(pk=case.pk).due_at == before + timedelta(days=1)
    assert CaseEvent.objects.filter(case=case, kind="clock", name="recomputed").count() == 1


def test_recomputing_again_changes_nothing(report, morning):
    report("bache")
    close_wednesday()
    recompute_clocks()
    assert recompute_clocks() == 0


def test_without_a_broker_the_clocks_are_recomputed_all_the_same(report, morning, monkeypatch):
    from casetypes.sla import tasks

    def refuse(*args, **kwargs):
        raise ConnectionError("broker down")

    monkeypatch.setattr(tasks.recompute_clocks, "apply_async", refuse)
    case = report("bache")
    close_wednesday()
    calendars_changed.call()
    assert CaseEvent.objects.filter(case=case, name="recomputed").exists()
