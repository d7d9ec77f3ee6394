"""Codes and critical messages by text message, over a real carrier's protocol."""

import re
from datetime import timedelta

import pytest

from casetypes.accounts import sending, tasks
from casetypes.accounts.models import Account, OneTimeCode
from casetypes.cases import engine, outbox
from casetypes.channels.base import NotNow
from casetypes.channels.models import TextMessage
from casetypes.kernel import clock
from casetypes.notifications import waiting_texts
from casetypes.notifications.models import Message
from tests.channels.conftest import carrier

__all__ = ["carrier"]
pytestmark = pytest.mark.django_db
ENTER, CODE = "/mi-cuenta/entrar/", "/mi-cuenta/codigo/"


def test_a_phone_signs_in_by_a_text_that_phones_fill_in_by_themselves(client, worker, carrier):
    client.post(ENTER, {"kind": "phone", "address": "044 871 123 4567"})
    [text] = carrier.taken
    assert text["To"] == "+528711234567"
    last = text["Body"].splitlines()[-1]
    code = re.fullmatch(r"@servicios\.torreon\.example #(\d{6})", last)[1]
    assert TextMessage.objects.get().parts == 1
    assert code not in TextMessage.objects.get().message_id
    assert client.post(CODE, {"code": code})["Location"] == "/mi-cuenta/"
    assert Account.objects.get().citizen.contact_points.get().kind == "phone"


@pytest.mark.parametrize("hangs_up", ["before", "after"])
def test_a_code_of_which_nobody_knows_whether_it_left_is_not_sent_again_by_itself(
    client, worker, carrier, hangs_up
):
    carrier.silent.append(hangs_up)
    client.post(ENTER, {"kind": "phone", "address": "8711234567"})
    row = OneTimeCode.objects.get()
    assert (row.state, row.reason, carrier.calls) == (OneTimeCode.SENT, "unclear", 1)
    if carrier.taken:
        code = re.search(r"#(\d{6})", carrier.taken[0]["Body"])[1]
    else:
        client.post(CODE, {"send": "1"})
        code = re.search(r"#(\d{6})", carrier.taken[0]["Body"])[1]
    assert client.post(CODE, {"code": code})["Location"] == "/mi-cuenta/"


def test_a_text_that_was_being_sent_when_the_worker_died_counts_as_sent(client, worker, carrier):
    client.post(ENTER, {"kind": "phone", "address": "8711234567"})
    OneTimeCode.objects.update(state=OneTimeCode.SENDING)
    assert sending.send(str(OneTimeCode.objects.get().pk))
    assert (len(carrier.taken), OneTimeCode.objects.get().state) == (1, OneTimeCode.SENT)


def test_a_busy_carrier_gets_the_code_later(client, monkeypatch, carrier):
    monkeypatch.setattr(tasks.send_code, "delay", lambda _identifier: None)
    carrier.failing.append(429)
    client.post(ENTER, {"kind": "phone", "address": "8711234567"})
    asked = str(OneTimeCode.objects.get().pk)
    with pytest.raises(NotNow):
        sending.send(asked)
    assert sending.send(asked)
    assert len(carrier.taken) == 1


def test_a_number_that_cannot_be_one_is_said_before_anything_is_sent(client, worker, carrier):
    assert client.post(ENTER, {"kind": "phone", "address": "123"}).status_code == 422
    assert carrier.calls == 0


def test_a_number_of_another_country_is_sent_to_the_e_mail(client, worker, carrier):
    answer = client.post(ENTER, {"kind": "phone", "address": "+44 20 7946 0958"})
    assert (answer.status_code, carrier.calls) == (422, 0)
    assert "Use su correo" in answer.content.decode()


def test_when_the_cap_is_reached_only_e_mail_is_offered(client, worker, carrier, settings):
    settings.SMS_PER_DAY = 0
    page = client.get(ENTER + "?por=phone").content.decode()
    assert "Por ahora no se envían mensajes de texto" in page
    client.post(ENTER, {"kind": "phone", "address": "8711234567"})
    assert carrier.calls == 0


def asked(case, carla) -> list[Message]:
    """The desk asks the reporter something, which the city calls critical."""
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿De qué lado está?"})
    outbox.relay()
    return list(Message.objects.filter(case=case, template="pregunta").order_by("channel"))


def test_a_critical_message_goes_to_the_phone_as_well(report, carla, carrier):
    case = report(telefono="8711234567")
    assert [(row.channel, row.state) for row in asked(case, carla)] == [("email", "sent"), ("sms", "sent")]
    [text] = carrier.taken
    assert case.folio in text["Body"]
    assert text["Body"].endswith("Enlace personal, no lo comparta.")


def test_what_is_not_critical_and_who_gave_no_phone_leave_no_row(report, carla, carrier):
    case = report()
    assert [row.channel for row in asked(case, carla)] == ["email"]
    assert not Message.objects.filter(channel="sms").exists()
    assert carrier.calls == 0


def test_a_busy_carrier_is_tried_again_and_the_letter_leaves_once(report, carla, carrier, mailoutbox):
    case = report(telefono="8711234567")
    outbox.relay()
    before = len(mailoutbox)
    carrier.failing.append(503)
    assert [(row.channel, row.state) for row in asked(case, carla)] == [("email", "sent"), ("sms", "waiting")]
    assert waiting_texts.send_again() == 1
    assert waiting_texts.send_again() == 0
    assert len(carrier.taken) == 1
    assert len(mailoutbox) == before + 1


def test_a_text_that_nobody_took_for_a_day_is_given_up(report, carla, carrier, morning):
    case = report(telefono="8711234567")
    carrier.failing.append(503)
    asked(case, carla)
    with clock.at(morning + timedelta(days=2)):
        assert waiting_texts.send_again() == 0
    assert Message.objects.get(channel="sms").state == "failed"


def test_a_refused_number_is_on_record_and_not_tried_again(report, carla, carrier, settings):
    settings.SMS_FROM = "+528710000009"
    case = report(telefono="8711234567")
    rows = asked(case, carla)
    assert [(row.channel, row.state) for row in rows] == [("email", "sent"), ("sms", "failed")]
    assert "21606" in rows[1].reason


def test_past_the_cap_the_letter_goes_and_the_row_says_why_no_text(report, carla, carrier, settings):
    settings.SMS_PER_MONTH = 0
    rows = asked(report(telefono="8711234567"), carla)
    assert [(row.channel, row.state) for row in rows] == [("email", "sent"), ("sms", "suppressed")]
    assert "cost cap" in rows[1].reason
