"""Asking who may read and move a case: named people with the posts that allow it, and nothing to who may not know."""

import csv
import io
import re
from datetime import date

import pytest

from casetypes.access.actors import for_user
from casetypes.access.colleagues import everybody
from casetypes.access.models import Absence, Membership, User
from casetypes.access.policies import may
from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import Case
from casetypes.cases.who_may import WhoMay, who_may
from casetypes.intake.services import Submission, submit
from tests.access.matrix.world import COMPLAINT
from tests.cms.workspace.acting import finish
from tests.readers import SECRET, appoint

PAGE = "/admin/quien-puede/casos/"
DAY = date(2026, 12, 1)


@pytest.fixture
def case(report, morning) -> Case:
    return report("bache")


def someone(name: str, role: str, **place: str) -> User:
    user = User.objects.create(username=name, full_name=name.title(), is_staff=True)
    user.groups.set(User.objects.get(username="carla").groups.all())
    Membership.objects.create(user=user, role_id=role, **place)
    return user


def readers(found: WhoMay) -> dict[str, bool]:
    return {each.user.username: each.in_clear for each in found.readers}


def takers(found: WhoMay, key: str) -> dict[str, bool]:
    """Who takes a step; True for who is held back."""
    step = next(step for step in found.steps if step.key == key)
    return {each.user.username: each.held_back for each in step.takers}


def test_it_says_of_everybody_what_the_doors_would_say(case):
    someone("raul", "agent", desk_id="ciudadania")
    someone("sara", "crew", crew_id="C1")
    found = who_may(case)
    reading = {each.user.username for each in everybody() if may(for_user(each.user), "case.read", case)}
    assert set(readers(found)) == reading >= {"carla", "diego", "gloria"}
    assert "raul" not in readers(found) and "sara" not in readers(found)
    assert readers(found)["carla"] and not readers(found)["gloria"]


def test_each_step_names_who_takes_it_by_which_post(case):
    found = who_may(case)
    assert set(takers(found, "programar")) == {
        each.user.username for each in everybody()
        if may(for_user(each.user), "case.move", (case, "programar")) and each.user.username in readers(found)
    }  # fmt: skip
    step = next(step for step in found.steps if step.key == "programar")
    assert {each.post.role for each in step.takers} == {"control_desk"}
    assert {each.post.desk for each in step.takers} == {"bacheo"}


def test_a_deputy_is_named_with_whose_post_it_is(case, signed_in):
    nora, diego = someone("nora", "agent", desk_id="ciudadania"), User.objects.get(username="diego")
    Absence.objects.create(user=diego, deputy=nora, begins_on=DAY, ends_on=DAY)
    assert "nora" in readers(who_may(case))
    page = signed_in("admin").get(f"{PAGE}{case.folio}/").content.decode()
    assert f"en suplencia de {diego}" in page


def test_who_did_the_step_before_is_held_back_also_in_the_post_of_another(report, morning):
    case = finish(report("bache", profundidad_cm=15))
    elena = User.objects.get(username="elena")
    Membership.objects.create(user=elena, role_id="supervisor", desk_id="bacheo")
    assert takers(who_may(case), "verificar") == {"diego": False, "elena": True}
    deputy = User.objects.create(username="nora", is_staff=True)
    Absence.objects.create(user=elena, deputy=deputy, begins_on=DAY, ends_on=DAY)
    assert takers(who_may(case), "verificar")["nora"] is True


def test_as_many_questions_of_the_database_however_many_people(case, django_assert_num_queries):
    who_may(case)
    with django_assert_num_queries(4):
        who_may(case)
    for number in range(15):
        someone(f"p{number}", "agent", desk_id="bacheo" if number % 2 else "alumbrado")
    with django_assert_num_queries(4):
        who_may(case)


def test_a_folio_is_found_however_it_is_typed(case, signed_in):
    answer = signed_in("admin").get(PAGE, {"folio": case.folio.lower().replace("-", " ")})
    assert answer["Location"] == f"{PAGE}{case.folio}/"


def test_the_administrator_sees_who_but_nothing_of_the_case(case, signed_in):
    page = signed_in("admin").get(f"{PAGE}{case.folio}/").content.decode()
    assert "Carla" in page and f"/admin/casos/{case.folio}/" not in page


def test_a_supervisor_asks_about_cases_of_the_department_only(case, report, signed_in):
    someone("pia", "supervisor", desk_id="bacheo")
    foreign = report("luminaria")
    pia = signed_in("pia")
    assert pia.get(f"{PAGE}{case.folio}/").status_code == 200
    assert pia.get(f"{PAGE}{foreign.folio}/").status_code == 404
    unknown = pia.get(PAGE, {"folio": "TRC-26-ZZZZZZZZ"})
    other = pia.get(PAGE, {"folio": foreign.folio})
    assert (unknown.status_code, other.status_code) == (404, 404)


def test_the_comptroller_and_others_ask_about_no_case(case, signed_in):
    assert signed_in("gloria").get(f"{PAGE}{case.folio}/").status_code == 403
    assert signed_in("carla").get(PAGE).status_code == 403


@pytest.fixture
def secret(db, morning) -> tuple[Case, User]:
    """A complaint and its only named reader; Omar holds the same post and is not appointed."""
    reader = someone("lea", "supervisor", desk_id="contraloria-investigadora")
    someone("omar", "supervisor", desk_id="contraloria-investigadora")
    appoint(for_user(reader))
    return submit(Submission(service=SECRET, answers=COMPLAINT)), reader


def test_of_a_confidential_case_only_its_named_readers_are_told(secret):
    case, _reader = secret
    assert readers(who_may(case)) == {"lea": True}
    assert {each.user.username for step in who_may(case).steps for each in step.takers} <= {"lea"}


@pytest.mark.parametrize("name", ["admin", "diego", "omar"])
def test_a_confidential_case_is_as_unknown_as_one_that_does_not_exist(secret, signed_in, name: str):
    case, _reader = secret
    browser = signed_in(name)
    shown = [browser.get(f"{PAGE}{folio}/") for folio in (case.folio, "TRC-26-ZZZZZZZZ")]
    assert [answer.status_code for answer in shown] == [404, 404]
    found = [browser.get(PAGE, {"folio": folio}) for folio in (case.folio, "TRC-26-ZZZZZZZZ")]
    assert [answer.status_code for answer in found] == [404, 404]
    told = [re.sub(r'"CSRF_TOKEN": "\w+"', "", answer.content.decode()) for answer in found]
    assert told[0].replace(case.folio, "X") == told[1].replace("TRC-26-ZZZZZZZZ", "X")


def test_its_reader_may_ask_and_that_is_on_record(secret, signed_in):
    case, _reader = secret
    before = AuditLeaf.objects.filter(action="case.read_confidential").count()
    page = signed_in("lea").get(f"{PAGE}{case.folio}/")
    assert page.status_code == 200 and "Omar" not in page.content.decode()
    assert AuditLeaf.objects.filter(action="case.read_confidential").count() == before + 1


def test_the_file_has_readers_and_takers(case, signed_in):
    answer = signed_in("diego").get(f"{PAGE}{case.folio}/tabla.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    reading = {tuple(line[1:]) for line in lines if line[0] == "Leer el caso"}
    assert ("Gloria Treviño", "contraloría · Toda la ciudad", "", "sin datos personales") in reading
    assert "Programar" in {line[0] for line in lines}


def test_the_page_of_the_case_leads_there_for_who_may_ask(case, signed_in):
    address = f"{PAGE}{case.folio}/"
    assert address in signed_in("diego").get(f"/admin/casos/{case.folio}/").content.decode()
    assert address not in signed_in("carla").get(f"/admin/casos/{case.folio}/").content.decode()
