"""Text messages by a real carrier's protocol: what is sent, what is refused, what it costs, what became of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from casetypes.channels import sms, text_parts
from casetypes.channels.base import NotNow, NotTaken, Outgoing, Unclear
from casetypes.channels.models import TextMessage
from casetypes.kernel import clock
from casetypes.kernel.registry import channels

pytestmark = pytest.mark.django_db
TO = "+528711234567"


def text(words: str = "Torreón: hola.", identity: str = "one@host", to: str = TO) -> Outgoing:
    return Outgoing(to=to, subject="", text=words, message_id=identity, about="code")


def send(message: Outgoing) -> str:
    return channels.get("sms").send(message)


def test_a_text_travels_with_number_sender_words_and_the_address_for_news(carrier):
    reference = send(text())
    [taken] = carrier.taken
    assert reference == taken["sid"]
    assert (taken["To"], taken["Body"]) == (TO, "Torreon: hola.")
    assert taken["StatusCallback"] == "https://servicios.torreon.example/api/sms/status/"


def test_a_messaging_service_is_named_as_one(carrier, settings):
    settings.SMS_FROM = "MG" + "1" * 32
    with pytest.raises(NotTaken):  # this carrier knows a number of its own only
        send(text())
    assert carrier.calls == 1


def test_the_same_message_is_handed_over_once(carrier):
    assert send(text()) == send(text())
    assert len(carrier.taken) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_carrier_is_asked_again_later(carrier, status):
    carrier.failing.append(status)
    with pytest.raises(NotNow):
        send(text())
    assert send(text()) == carrier.taken[0]["sid"]


def test_a_text_that_was_taken_without_an_answer_is_found_there_and_not_sent_twice(carrier):
    carrier.silent.append("after")
    with pytest.raises(Unclear):
        send(text())
    assert TextMessage.objects.get().state == "unclear"
    assert send(text()) == carrier.taken[0]["sid"]
    assert len(carrier.taken) == 1
    row = TextMessage.objects.get()
    assert (row.reference, row.state, row.words) == (carrier.taken[0]["sid"], "queued", "")


@pytest.mark.parametrize("trouble", ["before", 500, 502])
def test_a_text_that_was_perhaps_not_taken_is_sent_again_once_that_is_sure(carrier, trouble):
    (carrier.silent if trouble == "before" else carrier.failing).append(trouble)
    with pytest.raises(Unclear):
        send(text())
    with pytest.raises(NotNow):
        send(text())
    assert carrier.taken == []
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert send(text()) == carrier.taken[0]["sid"]
    assert (len(carrier.taken), TextMessage.objects.count()) == (1, 1)


def test_another_text_with_the_same_words_is_not_taken_for_the_one_that_is_looked_for(carrier):
    send(text(identity="earlier"))
    carrier.silent.append("before")
    with pytest.raises(Unclear):
        send(text(identity="later"))
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert send(text(identity="later")) == carrier.taken[1]["sid"]
    assert len(carrier.taken) == 2


def test_while_the_carrier_cannot_be_asked_nothing_is_sent_again(carrier):
    carrier.silent.append("after")
    with pytest.raises(Unclear):
        send(text())
    carrier.failing += [503, 500]
    with clock.at(clock.now() + timedelta(hours=1)):
        for _twice in range(2):
            with pytest.raises(NotNow):
                send(text())
        assert send(text()) == carrier.taken[0]["sid"]
    assert len(carrier.taken) == 1


def test_what_stays_unclear_counts_towards_the_cost_cap(carrier, settings):
    settings.SMS_PER_DAY = 1
    carrier.silent.append("after")
    with pytest.raises(Unclear):
        send(text())
    assert not sms.is_open()


def test_a_carrier_that_does_not_listen_is_asked_again_later(carrier, settings):
    settings.SMS_API = "http://127.0.0.1:9"
    with pytest.raises(NotNow):
        send(text())


@pytest.mark.parametrize(("change", "code"), [({"to": "+528712"}, "21211"), ({"words": "x" * 1700}, "21617")])
def test_what_the_carrier_refuses_is_never_sent_again(carrier, change, code):
    with pytest.raises(NotTaken) as refused:
        send(text(**change))
    assert refused.value.code == code
    assert TextMessage.objects.count() == 0


@pytest.mark.parametrize("to", ["+14155550100", "+4420794600", "+529001234567", "8711234567", "x"])
def test_numbers_of_other_countries_premium_ones_and_no_numbers_cost_nothing(carrier, to):
    with pytest.raises(NotTaken) as refused:
        send(text(to=to))
    assert (refused.value.code, carrier.calls) == ("country", 0)


def test_a_city_may_write_to_other_countries_too(carrier, settings):
    settings.SMS_COUNTRIES = ["MX", "US"]
    assert send(text(to="+14155550100"))


def test_a_wrong_token_is_a_refusal(carrier, settings):
    settings.SMS_TOKEN = "another"
    with pytest.raises(NotTaken) as refused:
        send(text())
    assert refused.value.code == "20003"


def test_without_an_account_nothing_is_sent(settings):
    assert not sms.is_open()
    with pytest.raises(NotTaken):
        send(text())


def test_the_cap_of_the_day_holds_and_opens_again_tomorrow(carrier, settings, morning):
    settings.SMS_PER_DAY = 2
    send(text(identity="a"))
    send(text(identity="b"))
    assert not sms.is_open()
    with pytest.raises(NotTaken) as refused:
        send(text(identity="c"))
    assert refused.value.code == "cap"
    with clock.at(morning + timedelta(days=1)):
        assert send(text(identity="c"))


def test_the_cap_of_the_month_counts_billed_parts_not_texts(carrier, settings, morning):
    settings.SMS_PER_MONTH = 4
    send(text("a" * 400, identity="long"))
    assert TextMessage.objects.get().parts == 3
    send(text(identity="short"))
    with clock.at(morning + timedelta(days=20)):
        assert not sms.is_open()
    with clock.at(morning + timedelta(days=31)):
        assert sms.is_open()


def test_the_check_warns_before_and_fails_when_the_cap_is_reached(carrier, settings, capsys):
    settings.SMS_PER_DAY = 5
    for number in range(4):
        send(text(identity=str(number)))
    call_command("check", databases=["default"], tags=["database"])
    assert "SMS_PER_DAY" in capsys.readouterr().err
    send(text(identity="last"))
    with pytest.raises(SystemCheckError, match="by e-mail only"):
        call_command("check", databases=["default"], tags=["database"])


def news(client, carrier, status: str, **change: str):
    form, headers = carrier.callback(carrier.taken[0], status)
    return client.post("/api/sms/status/", {**form, **change}, headers=headers)


def test_signed_news_become_the_state_of_the_text(client, carrier):
    send(text())
    assert news(client, carrier, "sent").status_code == 204
    assert news(client, carrier, "delivered").status_code == 204
    assert TextMessage.objects.get().state == "delivered"
    assert news(client, carrier, "sent").status_code == 204
    assert TextMessage.objects.get().state == "delivered"


def test_news_that_somebody_else_signed_change_nothing(client, carrier, settings):
    send(text())
    assert news(client, carrier, "delivered", ErrorCode="1").status_code == 403
    form, _headers = carrier.callback(carrier.taken[0], "delivered")
    assert client.post("/api/sms/status/", form).status_code == 403
    settings.SMS_TOKEN = ""
    assert client.post("/api/sms/status/", form, headers={"X-Twilio-Signature": ""}).status_code == 403
    assert TextMessage.objects.get().state == "queued"


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("ñ" * 160, 1), ("á" * 70, 1), ("á" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2),
    ],
)  # fmt: skip
def test_parts_are_counted_as_they_are_billed(words, parts):
    assert text_parts.count(words) == parts


def test_accents_that_double_the_bill_are_left_out_and_others_stay():
    assert text_parts.plain("Torreón: su código… ñ é ü «x»") == "Torreón: su código… ñ é ü «x»"
    assert text_parts.plain("Torreón: su código, mañana é") == "Torreon: su codigo, mañana é"
