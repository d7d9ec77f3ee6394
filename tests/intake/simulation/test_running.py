"""A run: the same seed tells the same year, a killed run goes on, the log stays whole, and nobody is written to."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from casetypes.access.actors import SYSTEM
from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.cases import outbox
from casetypes.cases.models import Case, OutboxEntry
from casetypes.citizens.models import ContactPoint
from casetypes.definitions import selectors as definitions
from casetypes.evidence import services as evidence
from casetypes.evidence.models import Attachment
from casetypes.intake.models import Simulation
from casetypes.intake.simulation import running
from casetypes.intake.simulation.bulk import twins
from casetypes.intake.simulation.bulk.books import Books
from casetypes.intake.simulation.running import Asked, Telling
from casetypes.kernel.extension_points import case_moved
from casetypes.notifications.models import Message
from tests.intake.simulation import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts_of_five(monkeypatch):
    monkeypatch.setattr(running, "PART", 5)


def year(morning, cases: int = 10, seed: int = 8) -> Simulation:
    return running.begin(Asked(cases=cases, seed=seed, since=morning - timedelta(days=90), until=morning))


def tell(run: Simulation) -> None:
    telling = Telling(run)
    for part in running.missing_parts(run):
        telling.tell_part(part)


def test_a_part_that_was_killed_is_told_again_and_nothing_twice(morning, parts_of_five, monkeypatch):
    run, write = year(morning), Books.write
    telling = Telling(run)
    telling.tell_part(0)

    def killed(self: Books) -> int:
        write(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(Books, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        telling.tell_part(1)
    monkeypatch.setattr(Books, "write", write)
    assert Case.objects.count() == 5
    again = year(morning)
    assert again == run
    assert running.missing_parts(again) == [1]
    tell(again)
    assert Case.objects.count() == 10
    assert running.missing_parts(again) == []


def test_two_processes_cannot_tell_the_same_part(morning, parts_of_five):
    run = year(morning)
    Telling(run).tell_part(0)
    with pytest.raises(IntegrityError):
        Telling(run).tell_part(0)


def test_the_same_seed_tells_the_same_year_whatever_the_order_of_its_parts(morning, parts_of_five):
    from django.db import transaction

    def told(order: list[int]) -> list[dict[str, object]]:
        with transaction.atomic():
            run = year(morning)
            telling = Telling(run)
            for part in order:
                telling.tell_part(part)
            found = sorted(rows.of_all_cases(), key=lambda case: case["Case"][0]["opened_at"])
            transaction.set_rollback(True)
        return found

    assert told([0, 1]) == told([1, 0])


def test_the_audit_log_is_whole_and_signed_afterwards(morning):
    run = year(morning)
    tell(run)
    running.finish(run)
    assert not AuditLeaf.objects.filter(position=None).exists()
    assert Checkpoint.objects.latest("tree_size").tree_size == AuditLeaf.objects.count()
    out = StringIO()
    call_command("audit_verify", stdout=out)


def test_nobody_is_written_to_and_nothing_waits_to_be_sent(morning, mailoutbox):
    tell(year(morning))
    assert not OutboxEntry.objects.exclude(state=OutboxEntry.DONE).exists()
    assert outbox.relay() == 0
    assert Message.objects.exists()
    assert not Message.objects.exclude(state=Message.SUPPRESSED).exists()
    assert not ContactPoint.objects.exists()
    assert mailoutbox == []


def test_every_case_is_marked_and_lies_in_the_period(morning):
    run = year(morning)
    tell(run)
    cases = Case.objects.all()
    assert cases.count() == 10
    assert all(case.demonstration and run.since <= case.opened_at <= run.until for case in cases)


def test_the_original_of_a_shared_picture_opens(morning):
    tell(year(morning))
    shown = Attachment.objects.filter(sealed_as__isnull=False).first()
    assert shown is not None
    assert evidence.read_original(shown, SYSTEM).startswith(b"\xff\xd8")
    assert shown.paths() == []


def test_a_room_that_takes_part_without_a_twin_is_noticed():
    compiled = definitions.live_service("bache").compiled
    assert twins.missing(compiled) == []
    with case_moved.including(lambda case, event, transition: None):
        assert any(name.startswith("case_moved") for name in twins.missing(compiled))


def test_the_command_tells_a_year_once(morning):
    out = StringIO()
    with pytest.raises(CommandError, match="at least one"):
        call_command("simulate_year", "--cases", "0", stdout=out)
    run = year(morning, cases=3)
    tell(run)
    running.finish(run)
    call_command("simulate_year", "--cases", "3", "--seed", "8", "--workers", "1", stdout=out)
    assert "there already" in out.getvalue()
    assert Case.objects.count() == 3
