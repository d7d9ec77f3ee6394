"""One-time codes: who may use one, how many there are, and that guessing leads nowhere."""

from datetime import timedelta

import pytest

from casetypes.accounts import codes, sending
from casetypes.accounts.models import OneTimeCode
from casetypes.citizens.models import ContactPoint
from casetypes.kernel import clock
from tests.cast import MORNING

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


def ask(
    purpose: str = "sign_in", subject: str = "", *, address: str = ANA, network: str = "192.0.2.1"
) -> codes.Asked:
    asked = codes.ask(purpose, subject, kind="email", address=address, network=network, language="es")
    sending.send(asked.id)
    return asked


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06d}"


def test_the_right_code_proves_the_address_once(code_in):
    asked = ask()
    assert codes.accept(asked, "sign_in", "", code_in()) == codes.Proven("email", ANA)
    assert codes.accept(asked, "sign_in", "", code_in()) is None


def test_a_code_may_be_typed_with_its_gap(code_in):
    asked, code = ask(), code_in()
    assert codes.accept(asked, "sign_in", "", f" {code[:3]} {code[3:]} ")


def test_a_code_is_worth_nothing_in_a_browser_that_did_not_ask(code_in):
    asked = ask()
    stranger = codes.Asked(asked.id, "a-secret-of-somebody-else")
    assert codes.accept(stranger, "sign_in", "", code_in()) is None
    assert codes.accept(asked, "sign_in", "", code_in())


@pytest.mark.parametrize(
    ("purpose", "subject"), [("confirm", ""), ("sign_in", "x"), ("folio", ""), ("prove_address", "")]
)
def test_a_code_for_one_thing_opens_no_other(code_in, purpose, subject):
    asked = ask()
    assert codes.accept(asked, purpose, subject, code_in()) is None


def test_a_code_of_another_city_is_none_of_ours(code_in, settings):
    asked = ask()
    row = OneTimeCode.objects.get(pk=asked.id)
    here = codes.stored(row, code_in())
    settings.CITY = "hermosillo"
    assert codes.stored(row, code_in()) != here
    assert codes.accept(asked, "sign_in", "", code_in()) is None


def test_a_code_holds_ten_minutes(code_in):
    asked = ask()
    with clock.at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert codes.accept(asked, "sign_in", "", code_in()) is None


def test_five_wrong_tries_end_it(code_in):
    asked = ask()
    for _try in range(codes.MOST_TRIES):
        assert codes.accept(asked, "sign_in", "", wrong(code_in())) is None
    assert codes.accept(asked, "sign_in", "", code_in()) is None


def test_neither_code_nor_address_lies_readable_in_the_row(code_in):
    row = OneTimeCode.objects.get(pk=ask().id)
    everything = repr([getattr(row, field.attname) for field in row._meta.concrete_fields])
    assert ANA not in everything
    assert code_in() not in everything


def test_addresses_are_dropped_when_their_code_is_over_and_rows_after_two_days():
    asked = ask()
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert codes.forget_old() == 0
    assert bytes(OneTimeCode.objects.get(pk=asked.id).sealed) == b""
    with clock.at(clock.now() + timedelta(days=3)):
        assert codes.forget_old() == 1


def test_a_task_that_runs_twice_sends_one_letter(mailoutbox):
    asked = ask()
    sending.send(asked.id)
    assert len(mailoutbox) == 1


def test_an_address_gets_five_codes_an_hour_and_ten_a_day(mailoutbox):
    with clock.at(MORNING):
        for number in range(8):
            ask(network=f"192.0.2.{number}")
    assert len(mailoutbox) == 5
    for hour in range(1, 24):
        with clock.at(MORNING + timedelta(hours=hour, minutes=hour)):
            ask()
    assert len(mailoutbox) == 10
    with clock.at(MORNING + timedelta(hours=26)):
        ask()
    assert len(mailoutbox) == 11


def test_all_codes_together_have_a_limit(mailoutbox, settings):
    settings.CODES_PER_HOUR = 3
    for number in range(5):
        ask(address=f"someone{number}@example.org")
    assert len(mailoutbox) == 3


def test_ten_thousand_guesses_over_a_month_compare_no_more_than_ten_codes_a_day(code_in):
    """Somebody asks for a code as often as they like from everywhere, and types until it is over."""
    compared, guesses, hour = 0, 0, 0
    while guesses < 10_000:
        with clock.at(MORNING + timedelta(hours=hour)):
            asked = ask(network=f"198.51.100.{hour % 250}")
            if OneTimeCode.objects.get(pk=asked.id).state == OneTimeCode.SENT:
                right = code_in()
                for _try in range(codes.MOST_TRIES):
                    assert codes.accept(asked, "sign_in", "", wrong(right)) is None
                    compared += 1
                assert codes.accept(asked, "sign_in", "", right) is None
            else:
                assert codes.accept(asked, "sign_in", "", "123456") is None
        guesses += 14  # the other tries of that hour meet a code that is over and are not even compared
        hour += 1
    assert hour > 700
    assert compared <= (hour // 24 + 1) * 10 * codes.MOST_TRIES


def test_a_code_for_an_address_nobody_has_is_sent_like_any_other(mailoutbox):
    assert not ContactPoint.objects.filter(verified_at__isnull=False).exists()
    ask(address="nobody@example.org")
    assert mailoutbox[0].to == ["nobody@example.org"]


def test_a_mail_server_that_fails_leaves_a_code_that_opens_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    asked = ask()
    row = OneTimeCode.objects.get(pk=asked.id)
    assert row.state == OneTimeCode.FAILED
    assert codes.accept(asked, "sign_in", "", "000000") is None
