"""A leaver loses everything at once, or on a day; and coming back gives nothing back by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from casetypes.access import readers
from casetypes.access.models import (
    Absence,
    ApiToken,
    AuthenticatorApp,
    Departure,
    MailedLink,
    ReaderAppointment,
    StaffSession,
    User,
)
from casetypes.access.staff import absences, invitations, leaving, mailed_links, people, tokens
from casetypes.access.staff.absences import Leave
from casetypes.access.staff.leaving import Leaving
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from casetypes.queues.services import Given, assign
from cms.studio import services as studio
from cms.studio.models import Draft, DraftStep
from tests.access.acting_on_people import PASSWORD, actor, grant, in_days, token_of, user
from tests.cast import sign_in
from tests.readers import appoint

pytestmark = pytest.mark.django_db


def let_go(name: str, *, by: str = "admin", on: int | None = None, to: str = "") -> Departure:
    day = None if on is None else in_days(on)
    asked = Leaving(user(name).pk, "Fin de contrato", day, user(to).pk if to else None)
    return leaving.let_go(asked, actor=actor(by))


def given_to(case: Case, name: str) -> Case:
    return assign(case.folio, Given(assignee_id=user(name).pk), actor=actor("diego"))


def test_an_open_browser_and_a_token_are_refused_at_the_next_request(client):
    browser = sign_in(client, user("carla"))
    secret = tokens.issue(user("carla"), "Teléfono", actor=actor("admin"))
    headers = {"Authorization": f"Bearer {secret}"}
    desk, queue = "/admin/mesas/bacheo/", "/api/v1/desks/bacheo/cases/"
    assert browser.get(desk).status_code == 200
    assert browser.get(queue, headers=headers).status_code == 200
    let_go("carla")
    assert browser.get(desk).status_code == 302
    assert browser.get(queue, headers=headers).status_code == 401
    assert not authenticate(username="carla", password=PASSWORD)


def test_everything_ends_in_one_transaction(client):
    sign_in(client, user("carla"))
    tokens.issue(user("carla"), "Teléfono", actor=actor("admin"))
    appoint(actor("carla"))
    people.ask_address(user("carla").pk, "carla.nueva@example.org", actor=actor("admin"))
    AuthenticatorApp.objects.get_or_create(
        user=user("carla"), name="A", sealed_key=b"x", confirmed_at=clock.now()
    )
    absences.enter(Leave(user("carla").pk, in_days(3), None), actor=actor("admin"))
    absences.enter(Leave(user("beto").pk, in_days(0), None, user("carla").pk), actor=actor("admin"))
    let_go("carla", by="admin")
    carla = user("carla")
    assert not carla.is_active and not carla.has_usable_password()
    assert not carla.memberships.exists() and not carla.groups.exists()
    assert not StaffSession.objects.filter(user=carla, ended_at=None).exists()
    assert not ApiToken.objects.filter(user=carla, revoked_at=None).exists()
    assert not AuthenticatorApp.objects.filter(user=carla).exists()
    assert not MailedLink.objects.filter(user=carla, withdrawn_at=None).exists()
    assert not readers.lasting(carla.pk).exists() and ReaderAppointment.objects.filter(user=carla).exists()
    assert not absences.upcoming(carla.pk).exists()
    assert Absence.objects.get(user__username="beto").deputy is None
    assert leaving.belongings(carla) == []


def test_what_would_end_is_told_before(client, report):
    sign_in(client, user("carla"))
    tokens.issue(user("carla"), "Teléfono", actor=actor("admin"))
    folio = given_to(report("bache"), "carla").folio
    told = {str(each.title): each for each in leaving.belongings(user("carla"))}
    assert told["Claves para la API"].count == 1
    assert told["Sesiones abiertas"].count == 1
    assert told["Puestos"].count == user("carla").memberships.count()
    assert told["Casos abiertos"].names == (folio,)


def test_the_preview_costs_the_same_however_much_there_is(django_assert_num_queries, report):
    for _ in range(4):
        given_to(report("bache"), "carla")
    with django_assert_num_queries(12):
        leaving.belongings(user("carla"))


def test_open_cases_go_to_who_may_work_on_them_and_else_to_their_desks(report):
    pothole, leak = given_to(report("bache"), "carla"), report("fuga_de_agua")
    grant("hugo", "control_desk", Place(desk="bacheo"))
    Case.objects.filter(pk=leak.pk).update(assignee=user("carla").pk)
    let_go("carla", to="hugo")
    assert Case.objects.get(pk=pothole.pk).assignee_id == user("hugo").pk
    assert Case.objects.get(pk=leak.pk).assignee_id is None
    event = CaseEvent.objects.filter(case=pothole).latest("pk")
    assert (event.kind, event.user_id) == ("assignment", user("admin").pk)


def test_without_a_name_all_cases_go_back_to_their_desks(report):
    case = given_to(report("bache"), "carla")
    let_go("carla")
    assert Case.objects.get(pk=case.pk).assignee_id is None


def test_a_draft_under_review_goes_back_to_editing():
    draft = studio.start("bache", actor=actor("hugo"))
    Draft.objects.filter(pk=draft.pk).update(state=Draft.REVIEW)
    let_go("hugo")
    draft.refresh_from_db()
    assert draft.state == Draft.EDITING
    assert DraftStep.objects.filter(draft=draft, kind="withdrawn", by=user("admin")).exists()


def test_a_planned_departure_takes_everything_when_its_day_comes():
    let_go("carla", on=2)
    assert "control_desk" in actor("carla").roles()
    assert leaving.carry_out_due() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert leaving.carry_out_due() == 1
        assert leaving.carry_out_due() == 0
        assert not user("carla").is_active
        assert actor("carla").roles() == set()


def test_a_planned_departure_can_be_withdrawn_and_is_planned_once():
    departure = let_go("carla", on=2)
    with pytest.raises(Conflict):
        let_go("carla", on=5)
    leaving.withdraw(departure.pk, actor=actor("admin"))
    with clock.at(clock.now() + timedelta(days=3)):
        assert leaving.carry_out_due() == 0
    assert user("carla").is_active
    with pytest.raises(NotFound):
        leaving.withdraw(departure.pk, actor=actor("admin"))


def test_no_post_is_given_from_after_the_departure():
    let_go("carla", on=2)
    with pytest.raises(Invalid):
        grant("carla", "steward", begins_on=in_days(2))
    grant("carla", "steward", begins_on=in_days(1))


def test_coming_back_gives_nothing_back_by_itself():
    let_go("carla")
    leaving.take_back(user("carla").pk, actor=actor("admin"))
    carla = user("carla")
    assert carla.is_active and not carla.has_usable_password() and not carla.is_superuser
    assert actor("carla").posts == () and not carla.groups.exists()
    assert not AuthenticatorApp.objects.filter(user=carla).exists()
    invitations.accept(token_of(carla), password=PASSWORD, language="es")
    assert authenticate(username="carla", password=PASSWORD) is not None
    assert actor("carla").posts == ()
    assert Departure.objects.get(user=carla).returned_at is not None


def test_who_held_everything_comes_back_with_nothing():
    User.objects.filter(username="gloria").update(is_superuser=True)
    let_go("gloria")
    leaving.take_back(user("gloria").pk, actor=actor("admin"))
    assert not actor("gloria").has_right("everything")


def test_nobody_lets_themselves_go_and_nobody_less_lets_go_of_who_holds_everything():
    with pytest.raises(NotAllowed):
        let_go("admin", by="admin")
    User.objects.create(username="olga")
    grant("olga", "administrator")
    with pytest.raises(NotAllowed):
        let_go("admin", by="olga")


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "gloria", "hugo", "irene"])
def test_nobody_else_lets_anybody_go(name):
    with pytest.raises(NotAllowed):
        let_go("elena", by=name)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"because": " "}, "because"),
        ({"leaves_on": -1}, "leaves_on"),
        ({"hands_over_to": "carla"}, "hands_over_to"),
        ({"hands_over_to": 0}, "hands_over_to"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(asked, field):
    values = {"because": "Se va", **asked}
    if "leaves_on" in asked:
        values["leaves_on"] = in_days(asked["leaves_on"])
    if isinstance(asked.get("hands_over_to"), str):
        values["hands_over_to"] = user(asked["hands_over_to"]).pk
    with pytest.raises(Invalid) as refused:
        leaving.let_go(Leaving(user("carla").pk, **values), actor=actor("admin"))
    assert list(refused.value.fields) == [field]


def test_a_letter_that_waits_for_a_leaver_is_not_sent():
    link = people.ask_address(user("carla").pk, "nueva@example.org", actor=actor("admin"))
    let_go("carla")
    assert link.pk not in mailed_links.waiting()


def test_the_log_says_that_somebody_left_without_saying_why():
    let_go("carla")
    leaves = AuditLeaf.objects.filter(subject=f"user:{user('carla').pk}")
    assert leaves.filter(action="access.leave").count() == 1
    assert not leaves.filter(content__contains="contrato").exists()
