"""E-mail over real SMTP: what arrives, and that a worker killed in the middle sends it once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from casetypes.cases import outbox
from casetypes.cases.models import OutboxEntry
from config.celery import app
from tests.notifications.mail_server import MailServer
from tests.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def mail_server():
    with MailServer() as server:
        yield server


@pytest.mark.django_db
def test_the_message_arrives_as_text_and_html_with_a_stable_identity(report, mail_server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    case = report("bache")
    outbox.relay()
    [message] = mail_server.received
    assert message["To"] == "ana@example.org"
    assert case.folio in message["Message-ID"]
    assert message["Content-Language"] == "es"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_a_mail_server_that_does_not_answer_leaves_the_message_pending(report, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    report("bache")
    outbox.relay()
    entry = OutboxEntry.objects.get()
    assert entry.state == "pending"
    assert "refused" in entry.last_error.lower()


def worker(mail_port: int) -> subprocess.Popen[bytes]:
    """A real Celery worker on the broker and database of this test."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "BROKER_URL": settings.BROKER_URL,
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "warning",
    ]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_sending_sends_it_once(report, mail_server):
    app.control.purge()  # what earlier tests asked of a worker that was not there
    mail_server.open.clear()
    report("bache")
    first = worker(mail_server.port)
    try:
        wait_for(mail_server.arrived.is_set, within=60, saying="the worker never tried to send")
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    assert mail_server.received == []
    assert OutboxEntry.objects.get().state == "pending"
    mail_server.open.set()
    second = worker(mail_server.port)
    try:
        tell_a_worker()
        wait_for(lambda: OutboxEntry.objects.get().state == "done", within=60, saying="it was never sent")
    finally:
        second.terminate()
        second.wait()
    assert len(mail_server.received) == 1


def tell_a_worker() -> None:
    from casetypes.cases.tasks import relay_outbox

    relay_outbox.delay()


@pytest.mark.django_db
def test_the_letter_promises_the_date_of_the_tracking_page(report, morning):
    from django.core import mail

    from casetypes.sla.selectors import clock_views, expected

    case = report("bache", profundidad_cm=15)
    outbox.relay()
    due = expected(clock_views(case)).due_at
    assert due != case.due_at  # the queue sorts by the first answer, the citizen waits for the outcome
    assert "3 de diciembre" in mail.outbox[0].body
