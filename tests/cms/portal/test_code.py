"""Codes for one folio: what they open, and that they tell a stranger nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from casetypes.accounts import codes, tasks
from casetypes.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker(monkeypatch):
    """The worker carries tasks out at once."""
    monkeypatch.setattr(tasks.send_code, "delay", tasks.send_code)


def ask(client: Client, folio: str) -> None:
    client.post(f"/seguimiento/{folio}/codigo/", {"send": "email"})


def code_in(mail: object) -> str:
    return "".join(re.search(r"\b(\d{3}) (\d{3})\b", mail.body).groups())


def test_the_code_of_the_mailbox_opens_the_case(client, report, mailoutbox):
    case = report()
    ask(client, case.folio)
    [mail] = [each for each in mailoutbox if case.folio in each.body]
    response = client.post(f"/seguimiento/{case.folio}/codigo/", {"code": code_in(mail)})
    assert response["Location"] == f"/seguimiento/{case.folio}/"
    assert "Retirar mi reporte" in client.get(f"/seguimiento/{case.folio}/").content.decode()


def test_the_answer_is_the_same_whether_the_report_exists_or_has_an_address(client, report, mailoutbox):
    known, anonymous = report(), report(correo="")
    pages = []
    for folio in (known.folio, anonymous.folio, "TRC-26-00000000"):
        browser = Client()
        ask(browser, folio)
        page = browser.get(f"/seguimiento/{folio}/codigo/").content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(folio, "FOLIO"))
    same = [re.sub(r"<span class=\"folio.*?</button></span>", "", page, flags=re.DOTALL) for page in pages]
    assert same[0] == same[1] == same[2]
    assert len([mail for mail in mailoutbox if "código" in mail.subject]) == 1


def test_a_code_ends_after_five_wrong_tries(client, report, mailoutbox):
    case = report()
    ask(client, case.folio)
    right = code_in(mailoutbox[-1])
    wrong = "000000" if right != "000000" else "000001"
    for _try in range(codes.MOST_TRIES):
        assert client.post(f"/seguimiento/{case.folio}/codigo/", {"code": wrong}).status_code == 422
    assert client.post(f"/seguimiento/{case.folio}/codigo/", {"code": right}).status_code == 422


def test_a_code_ends_after_ten_minutes(client, report, mailoutbox):
    case = report()
    ask(client, case.folio)
    right = code_in(mailoutbox[-1])
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert client.post(f"/seguimiento/{case.folio}/codigo/", {"code": right}).status_code == 422


def test_many_browsers_get_five_codes_an_hour_and_no_more_guesses(report, mailoutbox, settings):
    case = report()
    for _browser in range(8):
        ask(Client(), case.folio)
    assert len([mail for mail in mailoutbox if case.folio in mail.body]) == settings.CODES_PER_ADDRESS_HOUR


def test_a_code_of_one_report_opens_no_other_of_the_same_mailbox(client, report, mailoutbox):
    first, second = report(), report()
    ask(client, first.folio)
    ask(client, second.folio)
    of_first = code_in(mailoutbox[-2])
    assert client.post(f"/seguimiento/{second.folio}/codigo/", {"code": of_first}).status_code == 422
    assert client.post(f"/seguimiento/{first.folio}/codigo/", {"code": of_first}).status_code == 302


def test_a_broker_that_is_down_is_said_plainly(client, report, monkeypatch):
    def down(*_args: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(tasks.send_code, "delay", down)
    case = report()
    response = client.post(f"/seguimiento/{case.folio}/codigo/", {"send": "email"}, follow=True)
    assert "Ahora no se pueden enviar códigos" in response.content.decode()
