"""What the processes tell: one line per request and task, numbers for whoever may know; and nobody's name."""

import io
import json
import logging
from types import SimpleNamespace

import pytest
import structlog
from celery import signals
from django.core import mail
from django.http import HttpResponse
from prometheus_client import REGISTRY

from casetypes.cases import outbox
from casetypes.cases.models import OutboxEntry
from casetypes.cases.tasks import relay_outbox
from config.celery import app as celery_app
from config.telemetry import parts, records
from config.telemetry.requests import Requests
from tests.cast import ANSWERS, CONTACT, PLAZA


@pytest.fixture
def lines():
    """`lines()`: what was logged so far, as production writes it."""
    stream = io.StringIO()
    made = logging.config.DictConfigurator(records.configuration("DEBUG", "json"))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made.configure_formatter(made.config["formatters"]["line"]))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


class Delivered:
    """A task as a worker's signals show it."""

    def __init__(self, name, headers):
        self.name = name
        self.request = SimpleNamespace(is_eager=False, get=headers.get)


def told(lines, event):
    return [line for line in lines() if line["event"] == event]


@pytest.mark.django_db
def test_a_request_is_one_line_with_route_status_time_account_and_folio(lines, signed_in, report):
    case = report("bache")
    client = signed_in("carla")
    response = client.get(f"/admin/casos/{case.folio}/", headers={"X-Request-ID": "from-the-proxy-1"})
    [line] = told(lines, "request")
    assert response["X-Request-ID"] == line["request_id"] == "from-the-proxy-1"
    assert (line["status"], line["method"], line["folio"]) == (200, "GET", case.folio)
    assert line["actor"] == int(client.session["_auth_user_id"])
    assert "<str:folio>" in line["route"]
    assert line["milliseconds"] > 0
    assert "carla" not in json.dumps(line)


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "with spaces and more", "x" * 65, "new\tline-abcdef"])
def test_a_request_without_a_usable_name_gets_one(client, given):
    response = client.get("/", headers={"X-Request-ID": given} if given else {})
    assert len(response["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_no_line_holds_the_address_telephone_or_link_of_who_reports(lines, client):
    body = {"service": "bache", "answers": {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT}}
    body["answers"] |= {"descripcion": "Llame al 871 123 4567, soy Ana Ruiz"}
    folio = client.post("/api/v1/cases/", body, content_type="application/json").json()["folio"]
    outbox.relay()
    link = mail.outbox[0].body.split("?k=")[1].split()[0]
    client.get(f"/seguimiento/{folio}/?k={link}")
    everything = json.dumps(lines(), ensure_ascii=False)
    assert told(lines, "request")
    assert [word for word in ("ana@", "123 4567", "Ana Ruiz", link) if word in everything] == []


@pytest.mark.django_db
def test_what_another_library_says_about_people_is_blotted_out(lines):
    try:
        raise ValueError("Key (email)=(ana@example.org) exists, CURP RUIA850101MCLZNN09")
    except ValueError:
        logging.getLogger("some.library").exception("call +52 871 123 4567 or %s", "ana@example.org")
    [line] = [line for line in lines() if line["logger"] == "some.library"]
    text = json.dumps(line)
    assert "Traceback" in text
    assert [word for word in ("ana@", "4567", "RUIA85") if word in text] == []


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 09:00 is a date",
        "folio TRC-26-4K7WQ2ZZM",
        "took 1234.5 ms",
        "127.0.0.1:8000",
        "404 of 3,500",
    ],
)
def test_what_tells_nobody_apart_stays(text):
    assert records.blot(text) == text


def test_a_failure_is_a_line_too(lines, rf):
    def broken(request):
        return HttpResponse(status=500)

    Requests(broken)(rf.get("/anything"))
    [line] = told(lines, "request")
    assert (line["status"], line["view"], line["route"]) == (500, "none", "")


@pytest.mark.broker
def test_a_task_carries_the_name_of_the_request_that_started_it(lines):
    with structlog.contextvars.bound_contextvars(request_id="from-the-proxy-2"):
        relay_outbox.apply_async(queue="telemetry", ignore_result=True)
    with celery_app.connection_for_read() as connection:
        message = connection.SimpleQueue("telemetry").get(timeout=5)
        message.ack()
    assert message.headers["request_id"] == "from-the-proxy-2"
    task = Delivered(relay_outbox.name, message.headers)
    signals.task_prerun.send(sender=task, task_id="t-1", task=task)
    logging.getLogger("within").warning("something")
    signals.task_postrun.send(sender=task, task_id="t-1", task=task, state="SUCCESS")
    [within] = told(lines, "something")
    [line] = told(lines, "task")
    assert within["request_id"] == line["request_id"] == "from-the-proxy-2"
    assert (line["task_id"], line["task"], line["state"]) == ("t-1", relay_outbox.name, "success")
    assert structlog.contextvars.get_contextvars() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}])
@pytest.mark.parametrize("token", ["", "right"])
def test_metrics_are_told_to_nobody_without_the_token(client, settings, token, header):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=header).status_code == 404


@pytest.mark.django_db
def test_metrics_count_requests_and_what_waits(client, settings, report):
    settings.METRICS_TOKEN = "right"
    report("bache")
    OutboxEntry.objects.filter(state="pending").update(state="parked")
    client.get("/")
    text = client.get("/metrics", headers={"Authorization": "Bearer right"}).content.decode()
    samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(samples['agora_open_cases{desk="bacheo"}']) == 1
    assert float(samples['agora_overdue_cases{desk="bacheo"}']) == 0
    assert float(samples["agora_outbox_parked"]) >= 1
    assert float(samples['agora_up{part="database"}']) == 1
    assert float(samples['agora_database_connections{state="active"}']) >= 1
    assert REGISTRY.get_sample_value(
        "agora_request_seconds_count", {"view": "wagtail_serve", "method": "GET", "status": "200"}
    )


@pytest.mark.django_db
def test_probes_answer_by_any_name_and_need_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.django_db
def test_it_is_unready_without_room_and_ready_without_broker_or_cache(client, settings, monkeypatch):
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["parts"]["migrations"]) == (200, "ok")
    assert ready.json()["parts"]["broker"] == "ConnectionError"
    monkeypatch.setattr(parts, "LEAST_FREE", 1 << 62)
    unready = client.get("/readyz")
    assert unready.status_code == 503
    assert unready.json()["parts"]["disk"] == "less than 200 MB are free"


@pytest.mark.django_db
def test_it_is_unready_until_the_database_is_as_this_release_expects(client, monkeypatch):
    monkeypatch.setattr(parts, "_migrated", False)
    monkeypatch.setattr(parts.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    unready = client.get("/readyz")
    assert unready.status_code == 503
    assert "manage.py migrate" in unready.json()["parts"]["migrations"]
