"""No door opens personal data without a row: every service of every shipped city, by every role."""

import pytest

from casetypes.access.actors import PUBLIC, Actor, Post
from casetypes.access.models import User
from casetypes.cases.models import Case, PersonalReading
from casetypes.cases.opening import History, Opening, open_case
from casetypes.cases.personal_data import personal
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors as definitions
from casetypes.kernel.errors import NotAllowed
from tests.access.matrix.world import STAFF
from tests.cases.personal_samples import personal_answers_of
from tests.workflows.conftest import CITIES, become, folder_of

pytestmark = pytest.mark.django_db
ROLES = tuple(role for role in STAFF if role != "superuser")
BY_DEFAULT = frozenset({"agent", "control_desk", "supervisor"})


def cases_of_city() -> list[Case]:
    """A case of each service that asks something personal, with an answer to each such question."""
    found = []
    for live in definitions.live_services():
        answers = personal_answers_of(live.compiled)
        if answers:
            found.append(open_case(Opening(
                version_id=live.version_id, answers={}, personal=answers, actor=PUBLIC,
                citizen=citizens.register(contacts={}, language="es"), channel="legacy",
                history=History(state=live.compiled.initial_state),
            )))  # fmt: skip
    return found


def person(case: Case, role: str, user: User) -> Actor:
    """Somebody with one post at the case's own desk, or in a crew of it."""
    crew = "C" if role == "crew" else None
    post = Post(role=role, desk=case.desk_id, home=case.desk.department_id, crew=crew)
    return Actor(kind="staff", user_id=user.pk, posts=(post,))


def readable(case: Case, role: str) -> set[str]:
    """What the definition lets this role read, said once more in other words."""
    compiled = definitions.compiled(case.version_id)
    if compiled.spec.confidential:
        return set()  # nobody is appointed
    found = set()
    for key in personal_answers_of(compiled):
        readers = compiled.field_readers(key, case.state)
        if role in (BY_DEFAULT if readers is None else readers):
            found.add(key)
    return found


@pytest.mark.parametrize("city", CITIES)
def test_nothing_opens_without_a_row_that_names_it(city):
    become(folder_of(city))
    user, opened = User.objects.get(username="carla"), 0
    for case in cases_of_city():
        for role in ROLES:
            actor = person(case, role, user)
            allowed, before = readable(case, role), PersonalReading.objects.count()
            seen = personal.seen(case, actor)
            assert (seen.shown, set(seen.masked)) == ({}, allowed), f"{case.case_type_id} by {role}"
            if not allowed:
                with pytest.raises(NotAllowed):
                    personal.open_for(case, actor, Stated("attend"))
                assert personal.read(case, actor, Stated("attend"), door="export") == {}
                assert PersonalReading.objects.count() == before
                continue
            row = personal.open_for(case, actor, Stated(f"as_{role}"))
            assert (set(row.what), row.role) == (allowed, role)
            read = personal.read(case, actor, Stated(f"as_{role}"), door="export")
            assert set(read) == allowed == set(PersonalReading.objects.latest("pk").what)
            assert PersonalReading.objects.count() == before + 2
            user = User.objects.create(
                username=f"{case.pk}-{role}"
            )  # another person: what was opened is for one alone
            opened += 1
    assert opened
