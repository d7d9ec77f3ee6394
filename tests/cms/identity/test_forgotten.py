"""A forgotten password: one answer for every address, one link, once, for an hour, of this city only."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from casetypes.access.entry import passwords, sign_ins
from casetypes.access.entry.passwords import LETTERS
from casetypes.access.entry.sign_ins import CODE_PAIR, PAIR
from casetypes.access.models import User
from cms.identity import tasks
from tests.cms.identity.conftest import LOGIN, PASSWORD

pytestmark = pytest.mark.django_db
FORGOTTEN = "/admin/entrar/olvido/"
OTHER = "nueve gatos miran el río"


@pytest.fixture
def carla_user(people) -> User:
    return people("carla")


def link_in(letter) -> str:
    return re.search(r"https?://[^/\s]+(/admin/entrar/nueva/\S+)", letter.body)[1]


@pytest.fixture
def link(carla_user, mailoutbox) -> str:
    tasks.send_link.run("Carla@example.org", "203.0.113.7/32")
    return link_in(mailoutbox[0])


def test_every_address_gets_the_same_answer_and_the_same_work(door, carla_user, monkeypatch):
    asked: list[tuple] = []
    monkeypatch.setattr(tasks, "hand_over", lambda task, *arguments: asked.append((task.name, *arguments)))
    pages = set()
    for address in ("carla@example.org", "nobody@example.org"):
        answer = door.post(FORGOTTEN, {"address": address})
        pages.add((answer.status_code, re.sub(r"nonce-\S+", "", answer.content.decode())))
    assert len(pages) == 1 and len(asked) == 2


def test_the_link_leads_to_the_configured_address_whatever_the_request_said(
    carla_user, mailoutbox, settings, door
):
    settings.PUBLIC_URL = "https://agora.example"
    tasks.send_link.run("carla@example.org", "203.0.113.7/32")
    assert re.findall(r"https?://[^/\s]+", mailoutbox[0].body) == ["https://agora.example"]


def test_nobody_gets_no_letter(carla_user, mailoutbox):
    User.objects.filter(username="diego").update(is_active=False)
    User.objects.filter(username="beto").update(email="elena@example.org")
    for address in ("nobody@example.org", "diego@example.org", "elena@example.org", "", "carla"):
        tasks.send_link.run(address, "203.0.113.7/32")
    assert mailoutbox == []


def test_letters_are_limited_by_address(carla_user, mailoutbox):
    for number in range(LETTERS.most + 5):
        tasks.send_link.run("carla@example.org", f"10.0.0.{number}/32")
    assert len(mailoutbox) == LETTERS.most


def test_the_link_opens_once_and_ends_every_session(door, doors, carla_user, mailoutbox):
    signed_in = doors()
    signed_in.enter("carla")
    tasks.send_link.run("carla@example.org", "203.0.113.7/32")
    link = link_in(mailoutbox[0])
    page = door.get(link, follow=True)
    assert page.status_code == 200 and link.rstrip("/").rpartition("/")[2] not in page.request["PATH_INFO"]
    shown = page.request["PATH_INFO"]
    assert door.post(shown, {"new_password": "corta"}).status_code == 422
    assert door.post(shown, {"new_password": OTHER})["Location"] == LOGIN
    assert not signed_in.is_in() and User.objects.get(username="carla").check_password(OTHER)
    assert doors().get(link, follow=True).status_code == 410


def test_the_second_factor_is_still_asked_for(door, link):
    page = door.get(link, follow=True)
    door.post(page.request["PATH_INFO"], {"new_password": OTHER})
    assert door.password("carla", OTHER)["Location"] == "/admin/entrar/codigo/"


def test_a_password_chosen_by_the_link_opens_the_door_that_wrong_ones_closed(door, link):
    for _turn in range(PAIR.most):
        door.password("carla", "wrong")
    with door.now():
        assert sign_ins.locks()
    assert door.password("carla").status_code == 422
    page = door.get(link, follow=True)
    door.post(page.request["PATH_INFO"], {"new_password": OTHER})
    assert door.password("carla", OTHER)["Location"] == "/admin/entrar/codigo/"


def test_it_does_not_open_the_door_that_wrong_codes_closed(door, link):
    door.password("carla")
    for _turn in range(CODE_PAIR.most):
        door.post("/admin/entrar/codigo/", {"code": "000000"})
    page = door.get(link, follow=True)
    door.post(page.request["PATH_INFO"], {"new_password": OTHER})
    with door.now():
        assert [lock.door for lock in sign_ins.locks()] == [CODE_PAIR.door]


def test_the_link_is_over_after_an_hour(door, link, monkeypatch):
    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + timedelta(minutes=61))
    assert isinstance(now(PasswordResetTokenGenerator()), datetime)
    assert door.get(link, follow=True).status_code == 410


def test_another_citys_link_opens_nothing(door, link, settings):
    settings.CITY = "hermosillo"
    assert door.get(link, follow=True).status_code == 410


def test_ending_the_sessions_makes_the_link_useless(door, link, carla_user):
    User.objects.filter(pk=carla_user.pk).update(session_stamp="another")
    assert door.get(link, follow=True).status_code == 410


def test_a_leaver_has_no_link(door, link, carla_user):
    User.objects.filter(pk=carla_user.pk).update(is_active=False)
    assert door.get(link, follow=True).status_code == 410


@pytest.mark.parametrize(
    "made_up", ["MQ/x-y", "x/x", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b", "LTE/a-b", "%00/a"]
)
def test_a_made_up_link_opens_nothing(door, made_up):
    assert door.get(f"/admin/entrar/nueva/{made_up}/", follow=True).status_code in {400, 404, 410}


def test_the_link_of_one_person_is_not_anothers(door, link, people):
    diego = people("diego")
    encoded, _token = passwords.link_of(diego)
    token = link.rstrip("/").rpartition("/")[2]
    assert door.get(f"/admin/entrar/nueva/{encoded}/{token}/", follow=True).status_code == 410
    assert diego.check_password(PASSWORD)
