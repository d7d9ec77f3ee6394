"""Apps that tell codes, recovery codes, and who needs them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from casetypes.access.actors import Actor, Post, for_user
from casetypes.access.entry import second_factor
from casetypes.access.models import AuthenticatorApp, Membership, RecoveryCode, User
from casetypes.audit.selectors import leaves_about
from casetypes.kernel import clock, sealing
from tests.cast import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def beto_user(db) -> User:
    return User.objects.get(username="beto")


@pytest.fixture
def app(beto_user, morning) -> AuthenticatorApp:
    """Beto's, confirmed a minute ago."""
    with clock.at(MORNING - timedelta(minutes=1)):
        started = second_factor.start_app(beto_user, name="Mi teléfono")
        code = second_factor.code_now(started)
        assert second_factor.confirm_app(started, code, actor=for_user(beto_user))
    return started


def now(app: AuthenticatorApp) -> str:
    app.refresh_from_db()
    return second_factor.code_now(app)


def test_desks_yaml_says_whose_role_needs_one(carla, beto, elena, gloria):
    assert [second_factor.required_for(one) for one in (carla, gloria, beto, elena)] == [
        True,
        True,
        False,
        False,
    ]
    assert second_factor.required_for(Actor(kind="staff", user_id=1, posts=(Post("administrator"),)))
    assert not second_factor.required_for(Actor(kind="public"))


def test_a_role_that_is_given_later_needs_it_from_then_on(beto_user):
    Membership.objects.create(user=beto_user, role_id="supervisor", desk_id="bacheo")
    assert second_factor.required_for(for_user(beto_user))


def test_an_app_counts_only_after_one_of_its_codes_was_typed(beto_user, morning):
    app = second_factor.start_app(beto_user, name="Mi teléfono")
    assert not second_factor.has_one(beto_user)
    assert not second_factor.take_code(beto_user, second_factor.code_now(app))
    assert not second_factor.confirm_app(app, "000000", actor=for_user(beto_user))
    assert second_factor.confirm_app(app, second_factor.code_now(app), actor=for_user(beto_user))
    assert second_factor.has_one(beto_user)
    assert leaves_about(f"user:{beto_user.pk}").filter(action="second_factor.add").count() == 1


def test_starting_anew_forgets_the_unfinished_one(beto_user):
    first = second_factor.start_app(beto_user, name="uno")
    second = second_factor.start_app(beto_user, name="dos")
    assert list(AuthenticatorApp.objects.filter(user=beto_user)) == [second] and first.pk != second.pk


def test_a_code_counts_once(app, beto_user):
    code = now(app)
    assert second_factor.take_code(beto_user, code) == "app"
    assert second_factor.take_code(beto_user, code) == ""


def test_the_code_of_the_set_up_does_not_open_the_next_sign_in(beto_user, morning):
    app = second_factor.start_app(beto_user, name="Mi teléfono")
    code = second_factor.code_now(app)
    second_factor.confirm_app(app, code, actor=for_user(beto_user))
    assert second_factor.take_code(beto_user, code) == ""


@pytest.mark.parametrize(("seconds", "taken"), [(-90, ""), (-30, "app"), (0, "app"), (30, "app"), (90, "")])
def test_a_telephone_may_be_half_a_minute_off(app, beto_user, seconds, taken):
    with clock.at(MORNING + timedelta(seconds=seconds)):
        code = now(app)
    AuthenticatorApp.objects.filter(pk=app.pk).update(last_step=0)
    assert second_factor.take_code(beto_user, code) == taken


def test_after_a_later_code_an_earlier_one_counts_no_more(app, beto_user):
    earlier = now(app)
    with clock.at(MORNING + timedelta(seconds=30)):
        assert second_factor.take_code(beto_user, now(app)) == "app"
        assert second_factor.take_code(beto_user, earlier) == ""


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "١٢٣٤٥٦", "12345a", "-12345", "1e1000", "0x1234"]
)
def test_what_is_no_code_is_none(app, beto_user, typed):
    assert second_factor.take_code(beto_user, typed) == ""


def test_spaces_in_a_code_do_not_matter(app, beto_user):
    code = now(app)
    assert second_factor.take_code(beto_user, f" {code[:3]} {code[3:]} ") == "app"


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_the_same_code_one_gets_in(beto_user):
    app = second_factor.start_app(beto_user, name="Mi teléfono")
    gate = Barrier(4)

    def use(code: str) -> bool:
        with clock.at(MORNING):
            mine = AuthenticatorApp.objects.get(pk=app.pk)
            gate.wait(10)
            taken = second_factor.take_app_code(mine, code)
            connection.close()
            return taken

    with clock.at(MORNING):
        code = second_factor.code_now(app)
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, [code] * 4)) == [False, False, False, True]


def test_a_key_lies_sealed_and_opens_for_its_person_only(app, carla):
    key = second_factor.key_of(app)
    assert len(key) == 20 and key not in bytes(app.sealed_key)
    app.user_id = carla.person_id
    with pytest.raises(sealing.SealBroken):
        second_factor.key_of(app)


def test_a_key_of_another_city_does_not_open(app, settings):
    settings.CITY = "hermosillo"
    with pytest.raises(sealing.SealBroken):
        second_factor.key_of(app)


def test_the_key_is_typed_in_groups_of_four(app):
    groups = second_factor.typed_key(app).split(" ")
    assert len(groups) == 8 and {len(group) for group in groups} == {4}


def test_recovery_codes_are_told_once_and_each_opens_once(app, beto_user):
    codes = second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))
    assert len(set(codes)) == 10
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not kept.intersection(codes)
    assert second_factor.take_code(beto_user, codes[0].upper().replace("-", " ")) == "recovery"
    assert second_factor.take_code(beto_user, codes[0]) == ""
    assert second_factor.recovery_codes_left(beto_user) == 9


def test_new_recovery_codes_make_the_earlier_ones_useless(app, beto_user):
    earlier = second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))[0]
    second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))
    assert second_factor.take_code(beto_user, earlier) == ""


def test_a_recovery_code_is_its_persons_only(app, beto_user, carla):
    code = second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))[0]
    assert second_factor.take_code(User.objects.get(pk=carla.person_id), code) == ""


def test_with_the_last_app_the_recovery_codes_go(app, beto_user):
    code = second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))[0]
    second_factor.remove_app(app, actor=for_user(beto_user))
    assert second_factor.take_code(beto_user, code) == ""
    assert not second_factor.has_one(beto_user)


def test_an_administrators_reset_takes_everything_and_is_recorded(app, beto_user):
    stamp = beto_user.session_stamp
    second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))
    admin = for_user(User.objects.get(username="admin"))
    second_factor.reset(beto_user, actor=admin, because="Perdió el teléfono en la calle Juárez")
    assert not second_factor.has_one(beto_user) and second_factor.recovery_codes_left(beto_user) == 0
    assert User.objects.get(pk=beto_user.pk).session_stamp != stamp
    leaf = leaves_about(f"user:{beto_user.pk}").get(action="second_factor.reset")
    assert leaf.actor == admin.label() and "Juárez" not in leaf.content


def test_the_log_holds_neither_keys_nor_codes(app, beto_user):
    codes = second_factor.new_recovery_codes(beto_user, actor=for_user(beto_user))
    written = "".join(leaves_about(f"user:{beto_user.pk}").values_list("content", flat=True))
    assert written and not any(code in written for code in codes)
    assert second_factor.key_of(app).hex() not in written
