"""Who comes in: limits, constant answers, nobody locked out by others for ever, and what is recorded."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetypes.access.actors import for_user
from casetypes.access.entry import limits, second_factor, sign_ins
from casetypes.access.entry.sign_ins import ACCOUNT, CODE_ACCOUNT, NETWORK, PAIR, Whence
from casetypes.access.models import AuthenticatorApp, FailedTries, User
from casetypes.audit.models import AuditLeaf
from casetypes.kernel import clock
from tests.cast import MORNING

pytestmark = pytest.mark.django_db
STATEMENT = re.compile(r"(SELECT|INSERT|UPDATE|DELETE)\b.*?\b((?:access|audit)_\w+)", re.DOTALL)
PASSWORD = "un camello cruza despacio"
HERE, THERE = Whence("203.0.113.7/32"), Whence("198.51.100.9/32")


@pytest.fixture
def carla_user(morning, db) -> User:
    user = User.objects.get(username="carla")
    user.set_password(PASSWORD)
    user.save()
    return user


def tries(
    times: int, name: str = "carla", password: str = "wrong", whence: Whence = HERE
) -> list[User | None]:
    return [sign_ins.try_password(name, password, whence=whence).user for _ in range(times)]


def opens(whence: Whence = HERE, name: str = "carla") -> bool:
    return sign_ins.try_password(name, PASSWORD, whence=whence).user is not None


def test_the_right_password_opens_by_name_and_by_address(carla_user):
    assert opens(name="carla") and opens(name=" CARLA ") and opens(name="Carla@Example.org")


def test_an_address_of_two_people_is_nobodys(carla_user):
    User.objects.filter(username="beto").update(email="carla@example.org")
    assert not opens(name="carla@example.org") and opens(name="carla")


@pytest.mark.parametrize(
    "name", ["", " ", "nobody", "carla' OR 1=1", "x" * 254, "\x00carla".replace("\x00", "")]
)
def test_what_is_no_name_opens_nothing(carla_user, name):
    opened = sign_ins.try_password(name, PASSWORD, whence=HERE).user
    assert opened is None or opened.username == "carla"
    assert name == "carla" or opened is None


def test_after_five_wrong_tries_the_right_password_opens_no_more_for_a_quarter_of_an_hour(carla_user):
    tries(PAIR.most)
    assert not opens()
    with clock.at(MORNING + timedelta(minutes=14)):
        assert not opens()
    with clock.at(MORNING + timedelta(minutes=15)):
        assert opens()


def test_tries_while_it_is_closed_do_not_prolong_it(carla_user):
    for minute in range(15):
        with clock.at(MORNING + timedelta(minutes=minute)):
            tries(10)
    with clock.at(MORNING + timedelta(minutes=15)):
        assert opens()


def test_the_person_still_comes_in_from_elsewhere(carla_user):
    tries(20)
    assert not opens(HERE) and opens(THERE)


def test_a_right_password_forgets_the_wrong_ones(carla_user):
    tries(PAIR.most - 1)
    assert opens()
    tries(PAIR.most - 1)
    assert opens()


def test_nobody_closes_the_door_of_a_browser_that_the_person_knows(carla_user):
    known = Whence(HERE.network, {carla_user.pk: "n1"})
    for number in range(ACCOUNT.most + 20):
        tries(1, whence=Whence(f"198.51.100.{number % 250}/32"))
    tries(10, whence=HERE)
    assert not opens(HERE) and not opens(THERE) and opens(known)


def test_a_known_browser_is_limited_too_and_known_to_its_person_only(carla_user):
    known = Whence(HERE.network, {carla_user.pk: "n1"})
    tries(sign_ins.KNOWN.most, whence=known)
    assert not opens(known)
    tries(PAIR.most, name="diego", whence=known)
    assert sign_ins.try_password("diego", "wrong", whence=known).user is None
    assert FailedTries.objects.filter(door=PAIR.door).count() == 1


def test_one_network_cannot_try_everybody(carla_user):
    for number in range(NETWORK.most):
        tries(1, name=f"somebody{number}")
    assert not opens(HERE) and opens(THERE)


def test_a_right_password_does_not_open_a_network_for_guessing(carla_user):
    for number in range(NETWORK.most + 5):
        tries(1, name=f"somebody{number}")
        if number % 3 == 0:
            opens(HERE)
    assert not opens(HERE)


def test_a_day_of_guessing_passwords_from_everywhere_meets_the_limit(carla_user):
    """Only the clock moves: three thousand tries, each from another network."""
    allowed = 0
    for number in range(3_000):
        with clock.at(MORNING + timedelta(seconds=28.8 * number)):
            allowed += limits.count([(ACCOUNT, "account")]).allowed
    assert allowed == 24 * ACCOUNT.most


def test_ten_thousand_codes_are_no_way_in(carla_user):
    """Whoever knows the password and guesses codes all day, from everywhere: thirty of them are looked at."""
    looked_at: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(second_factor, "take_code", lambda user, typed: looked_at.append(typed) or "")
        for number in range(10_000):
            whence = Whence(f"10.0.{number % 256}.0/32")
            with clock.at(MORNING + timedelta(seconds=8.6 * number)):
                assert sign_ins.try_code(carla_user, f"{number:06d}", whence=whence).means == ""
    assert len(looked_at) == CODE_ACCOUNT.most


def test_guessing_from_one_network_does_not_close_the_account(carla_user):
    for minute in range(0, 60, 15):
        with clock.at(MORNING + timedelta(minutes=minute)):
            tries(60)
    with clock.at(MORNING + timedelta(minutes=59)):
        assert not opens(HERE) and opens(THERE)


def test_tries_at_once_are_counted_each(carla_user):
    """What is counted before it is judged cannot be overtaken."""
    first = [(PAIR, limits.digest("race"))]
    assert [limits.count(first).allowed for _ in range(7)] == [True] * 5 + [False] * 2
    assert [limits.count([(PAIR, limits.digest("other"))]).just_closed for _ in range(6)] == [
        False, False, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_tries_passes_no_more_than_the_limit(db):
    gate = Barrier(8)

    def burst(_number: int) -> bool:
        with clock.at(MORNING):
            gate.wait(10)
            found = limits.count([(PAIR, limits.digest("burst"))]).allowed
            connection.close()
            return found

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(burst, range(8))) == PAIR.most


def statements(name: str, password: str, whence: Whence = HERE) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert sign_ins.try_password(name, password, whence=whence).user is None
    return [verb for query in queries for verb in STATEMENT.findall(query["sql"])]


def left(user: User) -> User:
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


def test_the_work_is_the_same_whether_somebody_exists_or_not(carla_user, monkeypatch):
    hashed: list[str] = []
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", _noting(hashed, hashers.MD5PasswordHasher.encode)
    )
    work = {}
    for name in ("carla", "nobody"):
        for turn in range(7):
            before = len(hashed)
            work[name, turn] = (statements(name, "wrong"), len(hashed) - before)
    assert all(work["carla", turn] == work["nobody", turn] for turn in range(7))
    assert {count for _statements, count in work.values()} == {1}


def _noting(hashed: list[str], encode):
    def noting(self, password: str, salt: str, *more: object) -> str:
        hashed.append(salt)
        return encode(self, password, salt, *more)

    return noting


def test_who_left_is_refused_with_the_same_work(carla_user):
    wrong = statements("carla", "wrong")
    left(carla_user)
    assert statements("carla", PASSWORD) == wrong


def test_a_failure_is_recorded_without_what_was_typed(carla_user):
    tries(1, name="mi contraseña secreta")
    tries(1)
    leaves = AuditLeaf.objects.filter(action="sign_in.failed").order_by("id")
    assert [leaf.subject.partition(":")[0] for leaf in leaves] == ["account", "user"]
    assert not any(word in leaf.content for leaf in leaves for word in ("secreta", "carla", "203.0.113"))


def test_a_flood_writes_few_leaves(carla_user):
    tries(200)
    actions = list(AuditLeaf.objects.values_list("action", flat=True))
    assert actions.count("sign_in.failed") == PAIR.most and actions.count("sign_in.locked") == 1


def test_administrators_see_who_is_locked_out_and_let_them_in(carla_user):
    tries(PAIR.most)
    (lock,) = sign_ins.locks()
    assert (lock.user, lock.until) == (carla_user, MORNING + PAIR.time)
    sign_ins.unlock(carla_user, actor=for_user(User.objects.get(username="admin")))
    assert opens() and sign_ins.locks() == []


def test_a_lock_is_over_by_itself(carla_user):
    tries(PAIR.most)
    with clock.at(MORNING + PAIR.time):
        assert sign_ins.locks() == []


def test_a_closed_door_says_so_once(carla_user):
    verdicts = [sign_ins.try_password("carla", "wrong", whence=HERE) for _ in range(8)]
    assert [verdict.closed for verdict in verdicts].count(True) == 1
    assert {verdict.whose for verdict in verdicts if verdict.closed} == {carla_user.pk}
    nobody = [sign_ins.try_password("nobody", "wrong", whence=THERE) for _ in range(8)]
    assert [verdict.closed for verdict in nobody].count(True) == 1 and nobody[-1].whose == 0


def test_wrong_codes_end_the_second_step(carla_user):
    verdicts = [sign_ins.try_code(carla_user, "000000", whence=HERE) for _ in range(6)]
    assert [verdict.over for verdict in verdicts] == [False, False, False, False, True, True]
    app = AuthenticatorApp.objects.get(user=carla_user)
    assert sign_ins.try_code(carla_user, second_factor.code_now(app), whence=HERE).means == ""
    assert sign_ins.try_code(carla_user, second_factor.code_now(app), whence=THERE).means == "app"


def test_nobody_else_closes_the_second_step_of_a_known_browser(carla_user):
    known = Whence(HERE.network, {carla_user.pk: "n1"})
    for number in range(CODE_ACCOUNT.most + 10):
        sign_ins.try_code(carla_user, "000000", whence=Whence(f"10.0.0.{number}/32"))
    app = AuthenticatorApp.objects.get(user=carla_user)
    assert sign_ins.try_code(carla_user, second_factor.code_now(app), whence=THERE).means == ""
    assert sign_ins.try_code(carla_user, second_factor.code_now(app), whence=known).means == "app"


def test_old_counts_are_forgotten(carla_user):
    tries(2)
    with clock.at(datetime(2026, 12, 9, tzinfo=MORNING.tzinfo)):
        assert limits.forget_old() == 3 and not FailedTries.objects.exists()
