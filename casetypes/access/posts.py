"""Which posts count today: memberships by their days, and those of people who are away for who stands in for them.

Everything that asks who holds what asks here, so that a membership that ended at midnight (of the city) or an absence
that is over counts nowhere at the next request. Deputies inherit own posts only: a deputy of a deputy gets nothing.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from casetypes.access.models import Absence, Desk, MailedLink, Membership, User
from casetypes.kernel import clock

PERSON = ("id", "username", "full_name", "language", "is_superuser")  # all that an actor knows of a user
Row = tuple[
    Any, ...
]  # role, rights, department, crew, standing in for, own desk and its department, the crew's two

# Written out: it is asked at every request, and composing its joins cost more than running it. Both halves walk an
# index.
_HELD = """
LEFT JOIN LATERAL (
    SELECT own.*, NULL::bigint AS standing_in_for FROM access_membership own WHERE own.user_id = person.id
    UNION ALL
    SELECT theirs.*, theirs.user_id
    FROM access_absence away
    JOIN access_user absent ON absent.id = away.user_id AND absent.is_active
    JOIN access_membership theirs ON theirs.user_id = away.user_id
    WHERE away.deputy_id = person.id AND away.withdrawn_at IS NULL
      AND away.begins_on <= %(today)s AND (away.ends_on IS NULL OR away.ends_on >= %(today)s)
) held ON (held.begins_on IS NULL OR held.begins_on <= %(today)s)
      AND (held.ends_on IS NULL OR held.ends_on >= %(today)s)
LEFT JOIN access_role role ON role.key = held.role_id
LEFT JOIN access_desk desk ON desk.key = held.desk_id
LEFT JOIN access_crew crew ON crew.key = held.crew_id
LEFT JOIN access_desk crews ON crews.key = crew.desk_id
"""
_POST = """held.role_id, role.rights, held.department_id, held.crew_id, held.standing_in_for, held.desk_id,
desk.department_id, crew.desk_id, crews.department_id"""
_OF_PERSON = f"SELECT {_POST} FROM access_user person {_HELD} WHERE person.id = %(key)s ORDER BY held.id"
_OF_EVERYBODY = f"""SELECT {", ".join(f"person.{name}" for name in PERSON)}, {_POST}
FROM access_user person {_HELD} WHERE person.is_active ORDER BY person.full_name, person.username, held.id"""
_OF_TOKEN = f"""SELECT token.id, token.last_used_on, {", ".join(f"person.{name}" for name in PERSON)}, {_POST}
FROM access_apitoken token JOIN access_user person ON person.id = token.user_id AND person.is_active {_HELD}
WHERE token.digest = %(key)s AND token.revoked_at IS NULL AND (token.ends_on IS NULL OR token.ends_on >= %(today)s)
ORDER BY held.id"""


def today() -> date:
    """The day it is where the city is."""
    return timezone.localdate(clock.now())


def of_person(user_id: int) -> list[Row]:
    """Every post the person holds today, also as a deputy. One query."""
    return list(_posts(_rows(_OF_PERSON, user_id)))


def of_token(digest: str) -> tuple[tuple[int, date | None], User, list[Row]] | None:
    """(id and day of last use of the token, whose it is, their posts) by the SHA-256 of a token; None for one that
    is unknown, revoked or over, or of somebody who left. One query; the user has the columns of `PERSON` only."""
    rows = _rows(_OF_TOKEN, digest)
    if not rows:
        return None
    pk, used_on, *person = rows[0][: 2 + len(PERSON)]
    user = User(**dict(zip(PERSON, person, strict=True)))
    return (pk, used_on), user, list(_posts(row[2 + len(PERSON) :] for row in rows))


def of_everybody() -> list[tuple[User, list[Row]]]:
    """Everybody who has not left, by name, with every post they hold today, also as a deputy. One query; users have
    the columns of `PERSON` only."""
    found: dict[int, tuple[User, list[Row]]] = {}
    for row in _rows(_OF_EVERYBODY, ""):
        person, post = row[: len(PERSON)], row[len(PERSON) :]
        known = found.setdefault(row[0], (User(**dict(zip(PERSON, person, strict=True))), []))
        known[1].append(post)
    return [(user, list(_posts(rows))) for user, rows in found.values()]


def memberships_today() -> QuerySet[Membership]:
    """Memberships that count today. Of whom they are and who stands in is left to the caller."""
    return memberships_on(today())


def memberships_on(day: date) -> QuerySet[Membership]:
    """Memberships that count on a day of the city, as far as is known by now."""
    begun, lasting = Q(begins_on=None) | Q(begins_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
    return Membership.objects.filter(begun, lasting)


def absences_today() -> QuerySet[Absence]:
    """Who is away today, with or without a deputy."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=today())
    return Absence.objects.filter(lasting, begins_on__lte=today(), withdrawn_at=None)


def holders(roles: Collection[str], desks: Collection[str]) -> list[User]:
    """Active people who hold one of these roles today at one of these desks or in its department and, of those who
    are away, also who stands in for them; by key, each once. Two queries."""
    departments = Desk.objects.filter(pk__in=desks).values("department")
    there = Q(desk__in=desks) | Q(desk=None, crew=None, department__in=departments)
    posts = memberships_today().filter(there, role__in=roles, user__is_active=True)
    posts = posts.exclude(user__in=invited())
    return with_deputies(post.user for post in posts.select_related("user"))


def with_deputies(people: Iterable[User]) -> list[User]:
    """These, and whoever stands in today for one of them; by key, each once. One query."""
    known = {user.pk: user for user in people}
    known |= {user.pk: user for user in deputies_of(known)}
    return [known[key] for key in sorted(known)]


def deputies_of(user_ids: Iterable[int]) -> list[User]:
    """Active people who stand in today for one of these. One query; none for nobody."""
    ids = list(user_ids)
    if not ids:
        return []
    away = absences_today().filter(user__in=ids, deputy__is_active=True)
    return list(User.objects.filter(stands_in__in=away).exclude(pk__in=invited()).distinct().order_by("pk"))


def invited() -> QuerySet[User]:
    """Who has not accepted their invitation yet: nobody has proven that the address is theirs, so nothing is sent to
    it but the invitation itself."""
    no_password = Q(password="") | Q(password__startswith="!")
    open_link = MailedLink.objects.filter(kind=MailedLink.INVITATION, used_at=None, withdrawn_at=None)
    return User.objects.filter(no_password, is_active=True, pk__in=open_link.values("user"))


def _rows(sql: str, key: int | str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"key": key, "today": today()})
        return cursor.fetchall()


def _posts(rows: Iterable[Row]) -> Iterable[Row]:
    """Without the empty row of who holds no post; rights as a list."""
    return ((row[0], json.loads(row[1]), *row[2:]) for row in rows if row[0])
