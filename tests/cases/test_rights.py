"""A right counts where its post is, and nowhere else; what somebody may read follows from nothing but rights."""

import re
from pathlib import Path

import pytest

import casetypes
from casetypes.access import policies
from casetypes.access.actors import Actor, for_user
from casetypes.access.models import Membership, Role, User
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.cases.selectors import reads_in_clear, visible_to
from casetypes.kernel.vocabulary import RETIRED_RIGHTS, RIGHTS
from casetypes.queues.services import Given, assign
from tests.cast import personal_answers
from tests.cms.workspace.acting import finish, schedule

pytestmark = pytest.mark.django_db


def somebody(*posts: tuple[str, str | None], **place: str) -> Actor:
    """`somebody(("agent", "bacheo"))`, or with a department or crew for the place of all."""
    user = User.objects.create(username="quique")
    for role, desk in posts:
        Membership.objects.create(user=user, role_id=role, desk_id=desk, **place)
    return for_user(user)


def give(role: str, *rights: str) -> None:
    Role.objects.filter(pk=role).update(rights=list(rights))


@pytest.mark.parametrize(
    ("right", "read"),
    [
        ("read_desk", {"bache"}),
        ("read_own_department", {"bache", "fuga_de_agua"}),
        ("read_department", {"bache", "fuga_de_agua"}),
        ("read_referred", {"bache"}),
        ("read_anonymised", {"bache", "fuga_de_agua", "luminaria"}),
        ("message", set()),
    ],
)
def test_each_reading_right_reaches_as_far_as_it_says(report, right, read):
    for service in ("bache", "fuga_de_agua", "luminaria"):
        report(service)
    give("agent", right)
    actor = somebody(("agent", "bacheo"))
    assert {case.case_type_id for case in visible_to(actor)} == read


@pytest.mark.parametrize(
    ("right", "opened"),
    [
        ("read_desk", {"bacheo"}),
        ("read_own_department", {"bacheo"}),
        ("read_department", {"bacheo", "enlace-agua"}),
        ("read_referred", {"bacheo"}),
        ("read_anonymised", {"bacheo", "enlace-agua", "simas"}),
        ("message", set()),
    ],
)
def test_each_reading_right_opens_its_queues(right, opened):
    give("agent", right)
    actor = somebody(("agent", "bacheo"))
    assert {
        desk for desk in ("bacheo", "enlace-agua", "simas") if policies.may(actor, "queue.open", desk)
    } == opened


def test_a_post_in_a_department_counts_at_each_of_its_desks_and_one_at_no_place_everywhere(report):
    cases = {service: report(service) for service in ("bache", "fuga_de_agua", "luminaria")}
    give("agent", "read_desk", "assign")
    head = somebody(("agent", None), department_id="obras-publicas")
    assert set(visible_to(head)) == {cases["bache"], cases["fuga_de_agua"]}
    assert policies.may(head, "case.work", cases["fuga_de_agua"])
    assert not policies.may(head, "case.work", cases["luminaria"])
    Membership.objects.update_or_create(user_id=head.person_id, defaults={"department_id": None})
    anywhere = for_user(User.objects.get(pk=head.person_id))
    assert set(visible_to(anywhere)) == set(cases.values())


@pytest.mark.parametrize("role", ["steward", "committee", "administrator"])
def test_who_writes_approves_or_administers_reads_no_case(report, role):
    report("bache")
    actor = somebody((role, None))
    assert not visible_to(actor).exists()
    assert not policies.may(actor, "queue.open", "bacheo")


def test_a_provider_reads_what_lies_at_their_desk_and_only_while_it_does(report, carla, diego):
    case, other = report("fuga_de_agua"), report("fuga_de_agua")
    quique = somebody(("provider", "simas"))
    engine.advance(case.folio, "turnar_a_simas", actor=carla)
    assert list(visible_to(quique)) == [case]
    assert personal_answers(Case.objects.get(pk=case.pk), quique) == {}
    Case.objects.get(pk=other.pk)
    assert not policies.may(quique, "case.read", other)


def test_a_crew_reads_its_open_work_and_not_what_is_closed(report, elena, diego):
    own = schedule(report("bache"))
    schedule(report("bache"), crew="C2")
    assert list(visible_to(elena)) == [own]
    done = finish(report("bache", profundidad_cm=15))
    assert done in visible_to(elena)
    engine.advance(done.folio, "verificar", actor=diego)
    assert done not in visible_to(elena)


def test_who_reads_anonymised_and_works_elsewhere_reads_in_clear_only_there(report, carla):
    """Someone of the comptroller's office who also helps out at SIMAS."""
    pothole, leak = report("bache"), report("fuga_de_agua")
    engine.advance(leak.folio, "turnar_a_simas", actor=carla)
    leak = Case.objects.get(pk=leak.pk)
    both = somebody(("comptroller", None), ("supervisor", "simas"))
    assert reads_in_clear(both, leak)
    assert not reads_in_clear(both, pothole)
    assert not policies.may(both, "case.open_personal", pothole)
    assert not policies.may(both, "queue.read_in_clear", "bacheo")
    assert policies.may(both, "queue.read_in_clear", "simas")


def test_a_right_at_one_desk_is_none_at_another(report):
    give("agent", "read_own_department", "export", "group", "assign", "message", "fill_checklist")
    quique = somebody(("agent", "bacheo"))
    here, there = report("bache"), report("fuga_de_agua")
    for action in ("case.work", "case.note", "case.fieldwork", "message.retry"):
        assert policies.may(quique, action, here), action
        assert not policies.may(quique, action, there), action
    for action in ("queue.export", "queue.work"):
        assert policies.may(quique, action, "bacheo"), action
        assert not policies.may(quique, action, "enlace-agua"), action


def test_an_agent_gives_a_case_that_nobody_has_and_takes_none_away(report, beto):
    case = report("bache")
    given = assign(case.folio, Given(crew_key="C1"), actor=beto)
    assert given.crew_id == "C1"
    assert given.events.get(kind="assignment").actor_role == "agent"
    assert not policies.may(beto, "case.work", given)


def test_who_reassigns_does_so_in_the_whole_department(report):
    give("agent", "read_department", "reassign")
    quique = somebody(("agent", "bacheo"))
    assert policies.may(quique, "case.work", report("fuga_de_agua"))
    assert not policies.may(quique, "case.work", report("luminaria"))


def test_every_right_of_the_language_is_asked_for_somewhere():
    root = Path(casetypes.__file__).parents[1]
    rooms = ("casetypes", "cms", "api", "reports")
    files = [path for room in rooms for path in (root / room).rglob("*.py") if path.name != "vocabulary.py"]
    asked = {word for path in files for word in re.findall(r'"([a-z_]+)"', path.read_text("utf-8"))}
    assert set(RIGHTS) - asked == set()


def test_every_right_is_explained_to_stewards_in_both_languages():
    reference = (Path(casetypes.__file__).parents[1] / "workflows_yaml" / "REFERENCE.md").read_text("utf-8")
    section = reference.split("## Funciones y derechos")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", section, flags=re.MULTILINE))
    assert set(rows) == set(RIGHTS)
    assert all(len(row.split(" | ")) == 2 for row in rows.values())


def test_the_cities_give_no_right_that_nothing_asks_for(db):
    given = {right for role in Role.objects.all() for right in role.rights}
    assert given <= set(RIGHTS)
    assert not given & set(RETIRED_RIGHTS)
