"""Trying a draft on past cases in the studio: who asks, what a worker makes of it, who sees which cases."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from casetypes.access.models import Membership, User
from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, NotAllowed
from cms.studio import services as drafts
from cms.studio.models import Draft
from cms.studio.replays import making, selectors, services, tasks
from cms.studio.replays.models import ReplayFinding, ReplayRun
from tests.cast import MORNING, sign_in

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=10)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    """Pages tell a worker that is not there; tests make the run themselves."""
    monkeypatch.setattr(tasks, "enqueue", lambda pk: None)


@pytest.fixture
def shorter(draft: Draft, changed, hugo) -> Draft:
    """The solution of ordinary potholes goes from five to three working days."""
    return drafts.save(
        draft.pk, changed("- {is: 5 working days}", "- {is: 3 working days}"), expected_revision=1, actor=hugo
    )


@pytest.fixture
def two_cases(report, morning) -> list[Case]:
    """An ordinary pothole and a deep one, received on Tuesday 1 December at nine."""
    return [report("bache"), report("bache", profundidad_cm=15)]


@pytest.fixture
def tried(shorter: Draft, two_cases, hugo) -> ReplayRun:
    with clock.at(LATER):
        run = services.ask(shorter.pk, days=30, actor=hugo)
        making.produce(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def steward_at_the_desk(hugo) -> None:
    """Hugo supervises the desk of potholes too; as a steward alone he sees no case."""
    Membership.objects.create(user_id=hugo.person_id, role_id="supervisor", desk_id="bacheo")


def signed_in(client: Client, name: str) -> Client:
    sign_in(client, User.objects.get(username=name))
    return client


def test_a_worker_judges_the_cases_and_keeps_what_differs(tried, two_cases):
    assert (tried.state, tried.done, tried.total, tried.percent) == ("done", 2, 2, 100)
    assert (tried.summary["cases"], tried.summary["differ"]) == (2, 1)
    [finding] = tried.findings.all()
    assert (finding.case, finding.kinds) == (two_cases[0], ["deadline"])


def test_the_page_says_it_in_words_with_charts_and_a_way_to_each_case(
    client, tried, two_cases, steward_at_the_desk
):
    page = signed_in(client, "hugo").get(reverse("studio_replay", args=[tried.draft_id]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 caso cambiaría" in text
    assert "<svg" in text
    assert "(5 días hábiles → 3 días hábiles)" in text
    assert reverse("workspace_case", args=[two_cases[0].folio]) in text


def test_a_year_is_what_is_tried_unless_somebody_says_otherwise(client, shorter):
    page = signed_in(client, "hugo").get(reverse("studio_replay", args=[shorter.pk])).content.decode()
    assert re.findall(r'name="days" value="(\d+)" checked', page) == ["365"]


def test_asking_again_replaces_the_result_and_a_changed_draft_makes_it_stale(tried, hugo, changed):
    draft = tried.draft
    assert not selectors.is_stale(tried, draft)
    again = drafts.save(draft.pk, draft.text + "\n# una nota\n", expected_revision=2, actor=hugo)
    assert selectors.is_stale(tried, again)
    with clock.at(LATER):
        run = services.ask(draft.pk, days=90, actor=hugo)
        making.produce(run.pk)
    assert [each.pk for each in ReplayRun.objects.all()] == [run.pk]


def test_one_at_a_time_until_it_is_cancelled(shorter, two_cases, hugo):
    first = services.ask(shorter.pk, days=30, actor=hugo)
    with pytest.raises(Conflict):
        services.ask(shorter.pk, days=30, actor=hugo)
    services.cancel(shorter.pk, actor=hugo)
    assert making.produce(first.pk) is None
    assert not ReplayFinding.objects.exists()
    services.ask(shorter.pk, days=30, actor=hugo)


def test_cancelling_while_it_is_judged_keeps_nothing(shorter, two_cases, hugo, monkeypatch):
    with clock.at(LATER):
        run = services.ask(shorter.pk, days=30, actor=hugo)
        count = making.reading.count

        def and_somebody_cancels(scope):
            services.cancel(shorter.pk, actor=hugo)
            return count(scope)

        monkeypatch.setattr(making.reading, "count", and_somebody_cancels)
        making.produce(run.pk)
    run.refresh_from_db()
    assert (run.state, run.summary, run.findings.count()) == ("cancelled", {}, 0)


def test_what_a_worker_left_is_made_by_beat(shorter, two_cases, hugo):
    with clock.at(LATER):
        run = services.ask(shorter.pk, days=30, actor=hugo)
        ReplayRun.objects.filter(pk=run.pk).update(state=ReplayRun.RUNNING, done=1)
        tasks.make_waiting()
        assert ReplayRun.objects.get(pk=run.pk).done == 1
    with clock.at(LATER + timedelta(minutes=5)):
        tasks.make_waiting()
    run.refresh_from_db()
    assert (run.state, run.findings.count()) == ("done", 1)


def test_a_text_that_cannot_be_judged_fails_in_words(shorter, two_cases, hugo, monkeypatch):
    run = services.ask(shorter.pk, days=30, actor=hugo)
    monkeypatch.setattr(making.Replay, "findings", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        making.produce(run.pk)
    run.refresh_from_db()
    assert (run.state, bool(run.error)) == ("failed", True)


def test_only_who_writes_or_reviews_it_may_ask(shorter, carla, irene):
    with pytest.raises(NotAllowed):
        services.ask(shorter.pk, days=30, actor=carla)
    assert services.ask(shorter.pk, days=30, actor=irene).asked_by_id == irene.person_id


def test_a_steward_who_sees_no_case_sees_the_sums_alone(client, tried, two_cases):
    text = signed_in(client, "hugo").get(reverse("studio_replay", args=[tried.draft_id])).content.decode()
    assert "1 caso cambiaría" in text
    assert two_cases[0].folio not in text
    assert "Usted ve solo las sumas" in text
    assert 'id="tipo"' not in text and "CSV" not in text


def test_the_list_shows_only_cases_that_the_reader_may_see(tried, hugo, fidel, diego):
    assert [each.case.case_type_id for each in selectors.visible(tried, diego)] == ["bache"]
    assert list(selectors.visible(tried, fidel)) == []


def test_the_table_has_a_row_per_difference(client, tried, two_cases, steward_at_the_desk):
    answer = signed_in(client, "hugo").get(reverse("studio_replay_table", args=[tried.draft_id]))
    rows = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(rows) == 2
    assert rows[1].startswith(two_cases[0].folio)


def test_the_page_watches_itself_while_it_is_judged_and_then_reads_itself_again(
    client, shorter, two_cases, hugo
):
    signed_in(client, "hugo")
    address = reverse("studio_replay", args=[shorter.pk])
    assert client.post(address, {"do": "start", "days": "30"}).status_code == 302
    assert 'http-equiv="refresh"' in client.get(address).content.decode()
    progress = client.get(reverse("studio_replay_progress", args=[shorter.pk]))
    assert "HX-Refresh" not in progress
    client.post(address, {"do": "cancel"})
    assert client.get(reverse("studio_replay_progress", args=[shorter.pk]))["HX-Refresh"] == "true"


def test_the_review_shows_the_last_replay(client, tried, hugo):
    drafts.send(
        tried.draft_id, expected_revision=2, note="", actor=hugo, despite_failures_of=tried.draft.sha256
    )
    page = signed_in(client, "irene").get(reverse("studio_draft", args=[tried.draft_id]))
    assert "Con casos pasados" in page.content.decode()


def test_the_command_takes_an_open_draft_by_name(shorter, two_cases, capsys):
    with clock.at(LATER):
        call_command("definitions", "replay", "bache-draft", "--workers", "1")
    assert "2 casos, 1 cambiarían." in capsys.readouterr().out


def test_no_case_is_touched(tried, two_cases):
    assert [Case.objects.get(pk=each.pk).revision for each in two_cases] == [
        each.revision for each in two_cases
    ]
    assert CaseEvent.objects.filter(case__in=two_cases).count() == 2
