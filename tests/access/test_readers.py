"""Named readers: appointed by somebody else, from a day to a day, on the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from casetypes.access import readers
from casetypes.access.actors import for_user
from casetypes.access.models import ReaderAppointment, User
from casetypes.access.readers import Appointing
from casetypes.audit.selectors import leaves_about
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.readers import SECRET, appoint, today


@pytest.fixture
def admin(db):
    return for_user(User.objects.get(username="admin"))


def test_an_appointment_counts_from_its_first_to_its_last_day(carla, morning):
    readers_now = lambda: readers.services_read_by(carla.person_id)  # noqa: E731
    appoint(carla, days=1)
    assert readers_now() == {SECRET}
    with clock.at(morning + timedelta(days=1)):
        assert readers_now() == {SECRET}
    with clock.at(morning + timedelta(days=2)):
        assert readers_now() == frozenset()


def test_one_that_begins_later_opens_nothing_today(carla, admin, morning):
    later = today() + timedelta(days=3)
    readers.appoint(Appointing(carla.person_id, SECRET, "Oficio 2", later), actor=admin)
    assert readers.services_read_by(carla.person_id) == frozenset()


def test_a_withdrawn_one_ends_at_once_and_stays_on_record(carla, admin, morning):
    row = appoint(carla)
    readers.withdraw(row.pk, because="Cambió de área", actor=admin)
    assert readers.services_read_by(carla.person_id) == frozenset()
    assert [each.withdrawn_because for each in readers.appointments()] == ["Cambió de área"]


def test_nobody_appoints_themselves_not_even_an_administrator(admin, morning):
    with pytest.raises(NotAllowed, match="mismo"):
        appoint(admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReaderAppointment.objects.create(
            user_id=admin.user_id, appointed_by_id=admin.user_id, service=SECRET, begins_on=today()
        )


@pytest.mark.parametrize("name", ["beto", "carla", "diego", "gloria", "hugo", "irene"])
def test_only_who_manages_people_appoints_and_withdraws(name, elena, morning):
    actor = for_user(User.objects.get(username=name))
    row = appoint(elena)
    with pytest.raises(NotAllowed):
        readers.appoint(Appointing(elena.person_id, "otro", "Oficio 3", today()), actor=actor)
    with pytest.raises(NotAllowed):
        readers.withdraw(row.pk, because="Sí", actor=actor)


def test_a_reader_may_step_back(carla, morning):
    row = appoint(carla)
    readers.withdraw(row.pk, because="Conozco a la persona señalada", actor=carla)
    assert readers.services_read_by(carla.person_id) == frozenset()


def test_every_appointment_and_withdrawal_is_in_the_audit_log_without_a_name(carla, admin, morning):
    row = appoint(carla)
    readers.withdraw(row.pk, because="Carla Montes se fue", actor=admin)
    leaves = list(leaves_about(f"service:{SECRET}"))
    assert [leaf.action for leaf in leaves] == ["access.appoint_reader", "access.withdraw_reader"]
    assert all(f"user:{carla.user_id}" in leaf.content for leaf in leaves)
    assert not any("Carla" in leaf.content for leaf in leaves)


def test_what_makes_no_sense_is_refused(carla, admin, morning):
    yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
    for wrong in (
        Appointing(carla.person_id, SECRET, " ", today()),
        Appointing(carla.person_id, SECRET, "Oficio 4", yesterday),
        Appointing(carla.person_id, SECRET, "Oficio 4", tomorrow, today()),
        Appointing(0, SECRET, "Oficio 4", today()),
    ):
        with pytest.raises(Invalid):
            readers.appoint(wrong, actor=admin)
    appoint(carla, days=5)
    with pytest.raises(Conflict):
        appoint(carla)
    with pytest.raises(NotFound):
        readers.withdraw(0, because="Nada", actor=admin)
    with pytest.raises(Invalid):
        readers.withdraw(ReaderAppointment.objects.get().pk, because="  ", actor=admin)
