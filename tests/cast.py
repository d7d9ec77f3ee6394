"""The cast: the people every test knows, and the shortest way to a case.

Ana reports. Beto is the agent, Carla holds the control desks, Diego supervises, Elena is a crew, Fidel works
for the provider (SIMAS), Gloria is the comptroller, Hugo the steward, Irene sits on the change committee.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from casetypes.access.actors import PUBLIC, Actor, for_user, reporter
from casetypes.access.entry import second_factor, sessions
from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.cases.personal_data import personal
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock

PLAZA = {"latitude": 25.5393, "longitude": -103.4602}
MORNING = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # Tuesday 1 December 2026, 9:00 in Torreón

ANSWERS: dict[str, dict[str, object]] = {
    "bache": {"via": "calle", "profundidad_cm": 6, "lesionados": False},
    "fuga_de_agua": {"origen": "calle", "tipo_de_agua": "potable", "caudal": "chorro", "sin_agua": False},
    "luminaria": {"falla": "apagada", "lugar": "calle"},
}
CONTACT = {"correo": "ana@example.org", "aviso": True}


def sign_in(client: Client, user: User) -> Client:
    """A browser session of a member of staff, with the second factor given where their role asks for one.

    What the pages of `cms.identity` do is tested there; everything else only wants to be signed in.
    """
    client.force_login(user)
    if second_factor.required_for(for_user(user)):
        session = client.session
        sessions.second_factor_given(session, "password+app")
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def personal_answers(case: Case, actor: Actor) -> dict[str, object]:
    """What this person may read of the personal answers; it is recorded, as every reading."""
    return personal.read(case, actor, Stated("attend"), door="export")


def _staff(name: str) -> Callable[[object], Actor]:
    @pytest.fixture(name=name)
    def person(db: object) -> Actor:
        return for_user(User.objects.get(username=name))

    return person


beto = _staff("beto")
carla = _staff("carla")
diego = _staff("diego")
elena = _staff("elena")
fidel = _staff("fidel")
gloria = _staff("gloria")
hugo = _staff("hugo")
irene = _staff("irene")


@pytest.fixture
def morning():
    """Time stands still on a Tuesday at nine."""
    with clock.at(MORNING):
        yield MORNING


@pytest.fixture
def report(db: object) -> Callable[..., Case]:
    """`report("bache", profundidad_cm=15)`: Ana reports, by the door every channel uses."""

    def _report(service: str = "bache", *, actor: Actor = PUBLIC, key: str = "", **answers: object) -> Case:
        everything = {**ANSWERS[service], "ubicacion": PLAZA, **CONTACT, **answers}
        return submit(
            Submission(
                service=service,
                answers=everything,
                channel="web",
                language="es",
                actor=actor,
                idempotency_key=key,
            )
        )

    return _report


@pytest.fixture
def ana() -> Callable[[Case], Actor]:
    """`ana(case)`: the citizen, proven by her signed link, for one case."""
    return lambda case: reporter(folio=case.folio)


@pytest.fixture
def signed_in(client: Client) -> Callable[[str], Client]:
    """`signed_in("carla")`: a browser session of a member of staff."""

    def _signed_in(name: str) -> Client:
        return sign_in(client, User.objects.get(username=name))

    return _signed_in
