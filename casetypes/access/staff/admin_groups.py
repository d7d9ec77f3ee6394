"""Wagtail's groups follow the roles that count today: one function, called wherever posts or days change.

Everybody with a post may open the staff pages; stewards edit pages of the site and the committee publishes them, also
while they stand in for somebody who is away. Nobody is put into these groups by hand.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from casetypes.access.models import User
from casetypes.access.posts import absences_today, memberships_today

STAFF_GROUP = "Ágora staff"
EDITOR_GROUPS = {"steward": "Editors", "committee": "Moderators"}  # Wagtail's own groups
OURS = (STAFF_GROUP, *EDITOR_GROUPS.values())


def follow(user_ids: Iterable[int] | None = None) -> int:
    """Bring the groups of these people (None: of everybody) in line with today; returns how many people changed.

    A constant number of queries, and none that writes when everything is right.
    """
    ids = None if user_ids is None else sorted(set(user_ids))
    groups = _groups()
    wanted = _wanted(ids, {group.name: pk for pk, group in groups.items()})
    through = User.groups.through._default_manager
    rows = through.filter(group__in=groups)
    rows = rows if ids is None else rows.filter(user__in=ids)
    held = set(rows.values_list("user_id", "group_id"))
    if gone := held - wanted:
        through.filter(_any_of(gone)).delete()
    if missing := wanted - held:
        through.bulk_create(
            [through.model(user_id=user, group_id=group) for user, group in sorted(missing)],
            ignore_conflicts=True,
        )
    return len({user for user, _group in gone | missing})


def _any_of(pairs: set[tuple[int, int]]) -> Q:
    by_group: dict[int, set[int]] = defaultdict(set)
    for user, group in pairs:
        by_group[group].add(user)
    found = Q()
    for group, users in by_group.items():
        found |= Q(group_id=group, user_id__in=users)
    return found


def _groups() -> dict[int, Group]:
    staff, created = Group.objects.get_or_create(name=STAFF_GROUP)
    if created:
        may_open = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
        staff.permissions.set(may_open)
    return {group.pk: group for group in Group.objects.filter(name__in=OURS)}


def _wanted(ids: list[int] | None, groups: dict[str, int]) -> set[tuple[int, int]]:
    """(person, group) as they should be today."""
    found: set[tuple[int, int]] = set()
    for user_id, role in _roles_today(ids):
        names = [STAFF_GROUP, EDITOR_GROUPS.get(role, "")]
        found.update((user_id, groups[name]) for name in names if name in groups)
    return found


def _roles_today(ids: list[int] | None) -> list[tuple[int, str]]:
    """(person, role) of own posts, and of the posts of people who are away for whoever stands in."""
    own = memberships_today().filter(user__is_active=True)
    away = absences_today().filter(deputy__is_active=True, user__is_active=True)
    if ids is not None:
        own, away = own.filter(user__in=ids), away.filter(deputy__in=ids)
    found = list(own.values_list("user_id", "role_id").distinct())
    deputies: dict[int, list[int]] = defaultdict(list)
    for absent, deputy in away.values_list("user_id", "deputy_id"):
        deputies[absent].append(deputy)
    posts = memberships_today().filter(user__in=deputies).values_list("user_id", "role_id")
    found += [(deputy, role) for absent, role in posts for deputy in deputies[absent]]
    return found + [(pk, "") for pk in _superusers(ids)]


def _superusers(ids: list[int] | None) -> list[int]:
    rows = User.objects.filter(is_superuser=True, is_active=True)
    return list((rows if ids is None else rows.filter(pk__in=ids)).values_list("pk", flat=True))
