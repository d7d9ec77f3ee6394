"""Who stands in for somebody away: what they may do, how it is told, and where four eyes still have to be four."""

from datetime import date, timedelta

import pytest

from casetypes.access import policies, readers
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import Absence, Membership, User
from casetypes.access.readers import Appointing
from casetypes.audit.models import AuditLeaf
from casetypes.cases import engine
from casetypes.cases.confidentiality import holds_a_post
from casetypes.cases.models import Case
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.kernel import clock
from casetypes.kernel.errors import NotAllowed, Refused
from casetypes.notifications.audiences import recipients
from tests.cms.workspace.acting import finish, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def tuesday(morning):
    return morning


@pytest.fixture
def nora() -> User:
    """She has no post of her own."""
    return User.objects.create(username="nora", email="nora@example.org")


def stand_in(deputy: User, absent: str, ends_on: date | None = TODAY) -> User:
    away = User.objects.get(username=absent)
    Absence.objects.create(user=away, deputy=deputy, begins_on=TODAY, ends_on=ends_on)
    return away


def post(username: str, role: str, desk: str | None = "bacheo") -> None:
    user = User.objects.get(username=username)
    Membership.objects.get_or_create(user=user, role_id=role, desk_id=desk)


def verified(case: Case, actor: Actor) -> Case:
    return engine.advance(case.folio, "verificar", actor=actor)


@pytest.fixture
def waiting(report) -> Case:
    """A deep pothole that waits to be verified; Elena finished it."""
    return finish(report("bache", profundidad_cm=15))


def test_a_deputy_reads_and_does_what_the_absent_person_would(nora, waiting):
    assert not visible_to(for_user(nora)).exists()
    diego = stand_in(nora, "diego")
    assert waiting in visible_to(for_user(nora))
    case = verified(waiting, for_user(nora))
    event = case.events.get(name="verificar")
    assert (event.actor_role, event.user, event.data["standing_in_for"]) == ("supervisor", nora, diego.pk)
    leaf = AuditLeaf.objects.filter(action="case.advance").latest("pk")
    assert leaf.actor == f"user:{nora.pk}/supervisor for user:{diego.pk}"


def test_the_next_day_the_deputy_may_no_longer(nora, waiting, tuesday):
    stand_in(nora, "diego")
    with clock.at(tuesday + timedelta(days=1)):
        assert not visible_to(for_user(nora)).exists()
        with pytest.raises(NotAllowed):
            verified(waiting, for_user(nora))


def test_the_history_says_as_deputy_of_which_role(nora, waiting, signed_in):
    stand_in(nora, "diego")
    verified(waiting, for_user(nora))
    page = signed_in("carla").get(f"/admin/casos/{waiting.folio}/").content.decode()
    assert "nora · en suplencia de: supervisión" in page


def test_who_has_the_post_themselves_is_not_called_a_deputy(nora, waiting):
    post("nora", "supervisor")
    stand_in(nora, "diego")
    case = verified(waiting, for_user(nora))
    assert "standing_in_for" not in case.events.get(name="verificar").data


def finished_by(case: Case, actor: Actor) -> Case:
    """Somebody of the control desk finishes what Elena has filled in."""
    return engine.advance(case.folio, "terminar", actor=actor)


@pytest.fixture
def ready(report, monkeypatch) -> Case:
    """A deep pothole whose checklist is complete; nobody has finished it yet."""
    kept = engine.advance
    monkeypatch.setattr(
        engine, "advance", lambda folio, key, **more: None if key == "terminar" else kept(folio, key, **more)
    )
    case = report("bache", profundidad_cm=15)
    finish(case)
    monkeypatch.setattr(engine, "advance", kept)
    return Case.objects.get(pk=case.pk)


def test_a_deputy_does_not_verify_what_the_absent_person_finished(nora, ready):
    post("diego", "control_desk")
    finished_by(ready, person("diego"))
    stand_in(nora, "diego")
    with pytest.raises(Refused, match="stand in for|suple"):
        verified(ready, for_user(nora))


def test_with_a_post_of_their_own_they_do(nora, ready):
    post("diego", "control_desk")
    finished_by(ready, person("diego"))
    stand_in(nora, "diego")
    post("nora", "supervisor")
    assert verified(ready, for_user(nora)).state == "resuelto"


def test_who_comes_back_does_not_verify_what_was_finished_in_their_name(nora, ready):
    post("carla", "supervisor")
    stand_in(nora, "carla")
    finished_by(ready, for_user(nora))
    with pytest.raises(Refused):
        verified(ready, person("carla"))
    assert verified(ready, person("diego")).state == "resuelto"


def test_nobody_publishes_in_the_name_of_an_author(nora):
    irene = stand_in(nora, "irene")
    assert not policies.may(for_user(nora), "definition.publish", {irene.pk})
    assert policies.may(for_user(nora), "definition.publish", {User.objects.get(username="hugo").pk})
    post("nora", "committee", None)
    assert policies.may(for_user(nora), "definition.publish", {irene.pk})


def test_nobody_appoints_the_person_they_stand_in_for_nor_gives_them_a_post(nora):
    post("diego", "administrator", None)
    diego = stand_in(nora, "diego")
    assert policies.may(for_user(nora), "people.manage")
    assert not policies.may(for_user(nora), "membership.grant", diego.pk)
    assert not policies.may(for_user(nora), "membership.grant", nora.pk)
    appointing = Appointing(diego.pk, "denuncia_servidor", "Le toca", TODAY)
    with pytest.raises(NotAllowed):
        readers.appoint(appointing, actor=for_user(nora))


def test_a_deputy_is_no_named_reader(nora):
    user = User.objects.create(username="omar")
    Membership.objects.create(user=user, role_id="supervisor", desk_id="contraloria-investigadora")
    compiled = definitions.confidential_services()["denuncia_servidor"]
    assert holds_a_post(for_user(user), compiled)
    stand_in(nora, "omar")
    assert for_user(nora).posts
    assert not holds_a_post(for_user(nora), compiled)


def test_what_an_absent_supervisor_is_told_reaches_the_deputy(nora, report):
    case = report("bache")
    told = {each.address for each in recipients(case, "supervisor", "email")}
    stand_in(nora, "diego")
    assert {each.address for each in recipients(case, "supervisor", "email")} == told | {"nora@example.org"}


def test_what_an_absent_assignee_is_told_reaches_the_deputy(nora, report):
    case = report("bache")
    case.assignee = stand_in(nora, "beto")
    assert "nora@example.org" in {each.address for each in recipients(case, "assignee", "email")}
