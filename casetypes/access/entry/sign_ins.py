"""Judge who wants to come in: a name with a password, then a code; limited, recorded, and never telling who exists.

Every answer for a wrong password, an unknown name, somebody who left and a door that is closed for a while is the
same None after the same work: one password is hashed, the same rows are counted, one leaf is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from casetypes.access.actors import Actor
from casetypes.access.entry import limits, second_factor
from casetypes.access.entry.limits import Limit, Tries
from casetypes.access.models import FailedTries, User
from casetypes.audit import services as audit
from casetypes.kernel import clock
from casetypes.kernel.extension_points import may_use_password

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
# From one network for one account; from one network for all; for one account from everywhere but browsers it knows.
PAIR, NETWORK = Limit("password.pair", 5, QUARTER), Limit("password.network", 100, HOUR)
ACCOUNT = Limit("password.account", 50, HOUR)
# From a browser in which this person signed in before: counted apart, so that nobody else can close this door.
KNOWN = Limit("password.known", 10, QUARTER)
CODE_PAIR, CODE_ACCOUNT = Limit("code.pair", 5, QUARTER), Limit("code.account", 30, DAY)
CODE_KNOWN = Limit("code.known", 10, QUARTER)
LOCKS = (PAIR, ACCOUNT, KNOWN, CODE_PAIR, CODE_ACCOUNT, CODE_KNOWN)


@dataclass(frozen=True)
class Whence:
    """Where a try comes from: the network, and whom this browser is known to, each with the browser's own number."""

    network: str
    known_to: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`user` is who came in, or None. `closed`: this very try closed a door, `whose` it is (0: nobody's)."""

    user: User | None
    closed: bool = False
    whose: int = 0


def try_password(name: str, password: str, *, whence: Whence) -> Verdict:
    """Whether this name and password open; `name` is a user name or an e-mail address."""
    user = _find(name)
    tries = _password_tries(name, user, whence)
    counted = limits.count_one_after_another(tries)
    right = _password_is_right(user, password)
    if user is not None and counted.allowed and right:
        _let_through(tries)
        return Verdict(user)
    if counted.allowed:
        _record("sign_in.failed", "password", name, user)
    if counted.just_closed:
        _close("password", name, user, tries)
    return Verdict(None, counted.just_closed, user.pk if user else 0)


def _password_tries(name: str, user: User | None, whence: Whence) -> Tries:
    """One behind the other: what one place is refused fills neither the count of its network nor of the account."""
    account = limits.digest("account", user.pk if user else _plain(name))
    if user and (browser := whence.known_to.get(user.pk)):
        return [(KNOWN, limits.digest(account, browser))]
    pair, network = limits.digest(account, whence.network), limits.digest("network", whence.network)
    return [(PAIR, pair), (NETWORK, network), (ACCOUNT, account)]


def _plain(name: str) -> str:
    return name.strip().casefold()


def _find(name: str) -> User | None:
    """Whose name or address it is; nobody when an address belongs to two. One query."""
    plain = name.strip()
    found = list(User.objects.filter(Q(username__iexact=plain) | Q(email__iexact=plain))[:2]) if plain else []
    return found[0] if len(found) == 1 else None


def _password_is_right(user: User | None, password: str) -> bool:
    """Hashes once in every case."""
    if user is None:
        make_password(password)
        return False
    counts = all(may_use_password.call(user))
    return user.check_password(password) and user.is_active and counts


def _let_through(tries: Tries) -> None:
    """Right: this person's own counts begin anew, and a network's is what it was."""
    limits.clear([each for each in tries if each[0] in (PAIR, KNOWN, CODE_PAIR, CODE_KNOWN)])
    limits.take_back([each for each in tries if each[0] in (NETWORK, ACCOUNT, CODE_ACCOUNT)])


@dataclass(frozen=True)
class CodeVerdict:
    """`means`: "app", "recovery" or "" for a wrong code. `over`: too many wrong ones, the person begins again.
    `closed`: this very try closed the door."""

    means: str
    over: bool = False
    closed: bool = False


def try_code(user: User, typed: str, *, whence: Whence) -> CodeVerdict:
    """Whether the code of the second step is right; nothing is judged while the door is closed."""
    tries = _code_tries(user, whence)
    counted = limits.count_one_after_another(tries)
    means = second_factor.take_code(user, typed) if counted.allowed else ""
    if means:
        _let_through(tries)
        return CodeVerdict(means)
    if counted.allowed:
        _record("sign_in.failed", "code", "", user)
    if counted.just_closed:
        _close("code", "", user, tries)
    return CodeVerdict("", over=not counted.allowed or counted.just_closed, closed=counted.just_closed)


def _code_tries(user: User, whence: Whence) -> Tries:
    if browser := whence.known_to.get(user.pk):
        return [(CODE_KNOWN, limits.digest("code", user.pk, browser))]
    pair = limits.digest("code", user.pk, whence.network)
    return [(CODE_PAIR, pair), (CODE_ACCOUNT, limits.digest("code", user.pk))]


def _close(what: str, name: str, user: User | None, tries: Tries) -> None:
    """Note whose door is closed, so that administrators see it; the same statements where there is nobody."""
    _record("sign_in.locked", what, name, user)
    owned = [subject for limit, subject in tries if limit in LOCKS]
    FailedTries.objects.filter(subject__in=owned).update(user=user)


def _record(action: str, what: str, name: str, user: User | None) -> None:
    """What was typed is a digest: people type passwords where names belong."""
    typed = limits.digest("typed", _plain(name))[:16] if name else ""
    subject = f"user:{user.pk}" if user else f"account:{typed}"
    audit.record(action=action, actor="public", subject=subject, data={"what": what, "typed": typed})


@dataclass(frozen=True)
class Lock:
    """A door that is closed for a person until `until`."""

    user: User
    door: str
    until: datetime


def locks() -> Sequence[Lock]:
    """Who is kept out now, and until when; the last one first. One query."""
    moment, times = clock.now(), {limit.door: limit for limit in LOCKS}
    rows = FailedTries.objects.filter(user__isnull=False, door__in=times, began_at__gt=moment - DAY)
    found = [
        Lock(row.user, row.door, row.began_at + times[row.door].time)
        for row in rows.select_related("user").order_by("-began_at")
        if row.user is not None and row.count >= times[row.door].most
    ]
    return [lock for lock in found if lock.until > moment]


def closed_networks() -> int:
    """How many networks are kept out now, whoever tried from there. One query."""
    closed = FailedTries.objects.filter(door=NETWORK.door, count__gte=NETWORK.most)
    return closed.filter(began_at__gt=clock.now() - NETWORK.time).count()


def open_password_doors(user: User) -> None:
    """A new password was chosen by the letter's link: what was tried in vain with the old one counts no more.

    Doors of codes stay as they are: who reads the person's letters could else guess codes for ever.
    """
    doors = [limit.door for limit in (PAIR, ACCOUNT, KNOWN)]
    FailedTries.objects.filter(user=user, door__in=doors).delete()


@transaction.atomic
def unlock(user: User, *, actor: Actor) -> None:
    """An administrator lets the person try again."""
    FailedTries.objects.filter(user=user).delete()
    audit.record(action="sign_in.unlocked", actor=actor.label(), subject=f"user:{user.pk}", data={})
