"""The demonstration: a city at work, told by its own scenarios, in the past, reaching nobody outside."""

from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command

from casetypes.cases.models import Case, CaseEvent, PersonalReading
from casetypes.definitions import selectors as definitions
from casetypes.evidence.models import Attachment
from casetypes.intake.demonstration import play, story
from casetypes.intake.demonstration.actors import Actors
from casetypes.intake.demonstration.answers import CONTACTS
from casetypes.intake.town import Town
from casetypes.kernel import clock

DAYS = 20


@pytest.fixture
def season(morning, db):
    return play.perform(count=9, days=DAYS, seed=7, told=lambda opened: None)


def test_every_case_is_marked_and_lies_in_the_last_days(season, morning):
    cases = list(Case.objects.all())
    assert len(cases) == season.cases == 9
    assert all(case.demonstration for case in cases)
    assert all(morning - timedelta(days=DAYS + 1) <= case.opened_at <= morning for case in cases)
    assert len({case.case_type_id for case in cases}) == 9  # a service each, while there are enough of them


def test_cases_moved_through_the_engine_and_nothing_happened_in_the_future(season, morning):
    events = CaseEvent.objects.all()
    assert events.filter(kind="transition").count() > 9
    assert events.filter(at__gt=morning).count() == 0
    assert len(set(Case.objects.values_list("public_status", flat=True))) > 1


def test_closures_show_a_drawn_photo_with_time_and_place(season):
    after = Attachment.objects.exclude(kind="")
    assert after.count() > 0
    assert all(photo.taken_at and photo.latitude and photo.public for photo in after)


def test_no_letter_leaves_the_house(season, mailoutbox):
    told = {address for letter in mailoutbox for address in letter.to}
    assert all(address.endswith("@example.org") for address in told)
    assert not Case.objects.filter(citizen__contact_points__isnull=False).exists()


def test_the_same_seed_tells_the_same_stories(morning, db):
    from django.db import transaction

    def tell() -> list[tuple[object, ...]]:
        with transaction.atomic():
            play.perform(count=3, days=DAYS, seed=11, told=lambda opened: None)
            told = list(Case.objects.order_by("id").values_list("case_type_id", "opened_at", "state"))
            transaction.set_rollback(True)
        return told

    assert tell() == tell()


def test_the_command_leaves_a_city_with_cases_alone(report, capsys):
    report("bache")
    call_command("demo_cases", "--count", "3")
    assert "There are 1 cases already" in capsys.readouterr().out
    assert Case.objects.count() == 1


def test_the_command_adds_on_request(report, capsys):
    report("bache")
    with clock.at(clock.now()):
        call_command("demo_cases", "--count", "2", "--days", "5", "--more")
    assert Case.objects.filter(demonstration=True).count() == 2


def test_who_works_on_a_case_reads_its_personal_data_for_a_purpose(morning, db, monkeypatch):
    monkeypatch.setattr(story, "SHARE_READING", 1)
    actors, town = Actors(), Town(1, 3)
    for compiled, scenario in telling_something_personal()[:4]:
        told, moment = story.Story(compiled, scenario, Random(3), actors, town), morning
        for _ in range(4):
            with clock.at(moment):
                moment = told.play(moment) or moment
    read = PersonalReading.objects.all()
    assert read.exists()
    assert {row.purpose for row in read} <= {"attend", "call", "visit", "rights"}


def telling_something_personal():
    """(service, scenario) of those whose report says more than how to reach somebody."""
    return [
        (live.compiled, each)
        for live in definitions.live_services()
        for each in live.compiled.spec.scenarios.values()
        if not live.compiled.spec.confidential and told_by(live.compiled, each)
    ]


def told_by(compiled, scenario):
    given = compiled.personal_fields & set(scenario.given)
    return any(compiled.fields[key].type not in CONTACTS for key in given)
