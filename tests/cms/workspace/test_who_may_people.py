"""Asking what a person may do: their posts of today, also as a deputy, what each opens, and who may ask about whom."""

import csv
import io
from datetime import date

import pytest

from casetypes.access.colleagues import everybody
from casetypes.access.models import Absence, Desk, Membership, User
from casetypes.kernel import clock
from cms.workspace.who_may import person
from tests.cast import MORNING

PAGE = "/admin/quien-puede/personas/"
DAY = date(2026, 12, 1)


@pytest.fixture
def nora(db, morning) -> User:
    """She works at the desk of street lamps and stands in for Diego, who supervises potholes."""
    User.objects.filter(username="diego").update(full_name="Diego Salas")
    diego = User.objects.get(username="diego")
    Membership.objects.filter(user=diego).exclude(desk="bacheo").delete()
    user = User.objects.create(username="nora", full_name="Nora Ávila", is_staff=True)
    Membership.objects.create(user=user, role_id="control_desk", desk_id="alumbrado")
    Absence.objects.create(user=diego, deputy=user, begins_on=DAY, ends_on=DAY)
    return user


def told(user: User) -> person.Answer:
    people = everybody()
    names = {each.pk: str(each.user) for each in people}
    return person.answer(next(each for each in people if each.pk == user.pk), names)


def ways(answer: person.Answer, title: str) -> list[tuple[str, str, str]]:
    """(how far, at which place, in whose place) of one door."""
    rows = [row for group in answer.groups for row in group.rows if row.title == title]
    return [
        (way.how_far.reach, post.place, post.deputy_of)
        for row in rows
        for way in row.opened
        for post in way.posts
    ]


def test_each_post_opens_as_far_as_its_own_rights_reach(nora):
    assert ways(told(nora), "Leer un caso") == [
        ("desk", "Mesa de alumbrado público", ""),
        ("department", "Mesa de bacheo", "Diego Salas"),
    ]


def test_what_is_held_as_a_deputy_is_gone_the_day_after(nora):
    with clock.at(MORNING.replace(day=2)):
        assert ways(told(nora), "Leer un caso") == [("desk", "Mesa de alumbrado público", "")]
        assert "Preguntar" not in told(nora).closed


def test_the_comptroller_reads_everything_without_personal_data(db):
    assert ways(told(User.objects.get(username="gloria")), "Leer un caso") == [
        ("anonymised", "Toda la ciudad", "")
    ]


def test_what_no_post_opens_is_listed_as_closed(db):
    answer = told(User.objects.get(username="gloria"))
    assert "Escribir una nota interna" in answer.closed
    assert not ways(answer, "Escribir una nota interna")


def test_who_holds_no_post_opens_only_what_everybody_does(db):
    answer = told(User.objects.create(username="omar", is_staff=True))
    assert answer.posts == ()
    assert "Leer un caso" in answer.closed


def test_as_many_questions_of_the_database_for_one_post_as_for_many(nora, django_assert_num_queries):
    told(nora)
    with django_assert_num_queries(13):
        told(nora)
    for desk in Desk.objects.exclude(pk="alumbrado")[:12]:
        Membership.objects.create(user=nora, role_id="agent", desk=desk)
    with django_assert_num_queries(13):
        told(nora)


def test_people_are_found_by_the_beginnings_of_their_names(nora, signed_in):
    page = signed_in("admin").get(PAGE, {"q": "avi no"}).content.decode()
    assert "¿Qué puede hacer Nora Ávila?" in page
    assert "en suplencia de Diego Salas" in page
    assert "Carla" not in page


def test_typing_ahead_gets_the_list_alone(nora, signed_in):
    page = signed_in("admin").get(PAGE, {"q": "nora"}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert "Nora Ávila" in page.content.decode() and "<html" not in page.content.decode()


@pytest.fixture
def head(nora, signed_in):
    """A browser of the supervisor of potholes."""
    user = User.objects.create(username="pia", full_name="Pía Luna", is_staff=True)
    user.groups.set(User.objects.get(username="carla").groups.all())
    Membership.objects.create(user=user, role_id="supervisor", desk_id="bacheo")
    return signed_in("pia")


@pytest.fixture
def far_away(nora) -> User:
    user = User.objects.create(username="raul", full_name="Raúl Sosa", is_staff=True)
    Membership.objects.create(user=user, role_id="agent", desk_id="ciudadania")
    return user


def test_a_supervisor_asks_about_people_of_the_department_only(head, nora, far_away):
    listed = head.get(PAGE).content.decode()
    assert "Nora Ávila" in listed and "Raúl Sosa" not in listed
    assert head.get(f"{PAGE}{nora.pk}/").status_code == 200
    assert head.get(f"{PAGE}{far_away.pk}/").status_code == 404
    assert head.get(f"{PAGE}{far_away.pk}/tabla.csv").status_code == 404


def test_the_comptroller_asks_about_everybody_and_sees_names_and_posts_only(nora, far_away, signed_in):
    User.objects.filter(pk=far_away.pk).update(email="raul@example.org")
    page = signed_in("gloria").get(f"{PAGE}{far_away.pk}/").content.decode()
    assert "Raúl Sosa" in page and "raul@example.org" not in page


def test_others_ask_about_nobody(nora, signed_in):
    assert signed_in("carla").get(PAGE).status_code == 403
    assert signed_in("hugo").get(f"{PAGE}{nora.pk}/").status_code == 403


def test_somebody_who_left_is_asked_about_by_nobody(nora, signed_in):
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert signed_in("admin").get(f"{PAGE}{nora.pk}/").status_code == 404


def test_the_file_has_a_line_for_each_post_that_opens_a_door(nora, signed_in):
    answer = signed_in("gloria").get(f"{PAGE}{nora.pk}/tabla.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    reading = [line for line in lines if line[1] == "Leer un caso"]
    assert [line[2:5] for line in reading] == [
        ["mesa propia", "mesa de control · Mesa de alumbrado público", ""],
        ["dependencia propia", "supervisión · Mesa de bacheo", "Diego Salas"],
    ]


def test_the_page_of_the_person_leads_there(nora, signed_in):
    page = signed_in("admin").get(f"/admin/personas/{nora.pk}/").content.decode()
    assert f"{PAGE}{nora.pk}/" in page
