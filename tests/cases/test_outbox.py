"""Effects with an outside: exactly once, whatever dies in between; never lost, never silent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from casetypes.cases import outbox
from casetypes.cases.models import OutboxEntry
from casetypes.kernel import clock
from casetypes.kernel.registry import channels
from casetypes.notifications.models import Message
from config.celery import app as celery_app


class Unreachable:
    kind = "email"

    def send(self, message):
        raise ConnectionRefusedError("the mail server does not answer")


@pytest.fixture
def mail_down(monkeypatch):
    monkeypatch.setitem(channels._values, "email", Unreachable())
    return monkeypatch


@pytest.fixture
def no_broker():
    """The real client against a port where nothing listens."""
    before = celery_app.conf.broker_url
    celery_app.conf.broker_url = "redis://127.0.0.1:1/0"
    forget_connections()
    yield
    celery_app.conf.broker_url = before
    forget_connections()


def forget_connections():
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


@pytest.mark.django_db
def test_the_citizen_is_told_with_folio_and_signed_link(report):
    case = report("bache")
    assert mail.outbox == []
    outbox.relay()
    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert case.folio in message.subject + message.body
    assert f"/seguimiento/{case.folio}/?k=" in message.body


@pytest.mark.django_db
def test_relaying_twice_sends_once(report):
    report("bache")
    outbox.relay()
    outbox.relay()
    OutboxEntry.objects.update(state="pending")  # a worker that died after sending, before marking
    outbox.relay()
    assert len(mail.outbox) == 1
    assert Message.objects.get().state == Message.SENT


@pytest.mark.django_db
def test_what_fails_is_tried_again_later_and_then_parked_where_people_see_it(report, mail_down):
    report("bache")
    outbox.relay()
    entry = OutboxEntry.objects.get()
    assert (entry.state, entry.attempts) == ("pending", 1)
    assert "does not answer" in entry.last_error
    assert entry.next_at > clock.now()
    later = clock.now()
    for _ in range(outbox.MAX_ATTEMPTS):
        later += timedelta(hours=2)
        with clock.at(later):
            outbox.relay()
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == ("parked", outbox.MAX_ATTEMPTS)
    mail_down.undo()
    outbox.retry_parked(entry.pk)
    outbox.relay()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_somebody_without_an_address_is_recorded_as_not_told(report):
    report("bache", correo="", telefono="")
    outbox.relay()
    assert Message.objects.get().state == Message.SUPPRESSED
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_every_message_once(report):
    for _ in range(12):
        report("bache")

    def work(_worker):
        try:
            return outbox.relay()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(work, range(4)))
    assert done == 12
    assert len(mail.outbox) == 12
    assert OutboxEntry.objects.filter(state="done").count() == 12


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_keep_the_citizen_from_their_folio(report, no_broker, caplog):
    case = report("bache")
    assert case.folio
    assert "broker not reached" in caplog.text
    assert OutboxEntry.objects.get().state == "pending"
    outbox.relay()
    assert len(mail.outbox) == 1
