"""Posts that claims give: what somebody should hold by what a provider says now, and bringing memberships in line.

Only memberships marked with the provider (`Membership.source`) are ended here; what a person gave stays theirs.
"""

from collections.abc import Iterable

import structlog
from django.db.models import Q

from casetypes.access.actors import SYSTEM
from casetypes.access.models import Membership, Role, User
from casetypes.access.posts import memberships_today, today
from casetypes.access.staff import administrators, memberships
from casetypes.access.staff.administrators import LastAdministrator
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from casetypes.audit import services as audit
from casetypes.kernel.errors import Conflict, Invalid
from cms.sso import claims as telling
from cms.sso.proof import Proven
from cms.sso.providers import Source

log = structlog.get_logger()
Wanted = tuple[str, Place]
BECAUSE = "sso"  # why such a post ended, in the record of posts that were


def wanted(proven: Proven) -> list[Wanted]:
    """(role, place) that the claims give, in the order of the file, each once."""
    told = (
        (rule.role, Place(rule.desk, rule.department, rule.crew))
        for rule in proven.provider.spec.roles
        if rule.has in telling.values(proven.claims, rule.claim)
    )
    return list(dict.fromkeys(told))


def gives_administration(posts: Iterable[Wanted]) -> bool:
    """Whether one of these roles manages people. One query."""
    roles = {role for role, _place in posts}
    may = Q(rights__contains=[administrators.RIGHT]) | Q(rights__contains=["everything"])
    return Role.objects.filter(may, key__in=roles).exists()


def bring_in_line(user: User, proven: Proven, posts: list[Wanted]) -> None:
    """Give what is wanted and not held, end at once what this provider gave and says no more. In the caller's
    transaction; nobody loses the last post of administrator by it."""
    ended = _end(user, proven.provider, keeping=set(posts))
    given = sum(_give(user, proven.provider, post) for post in posts if not _holds(user, post))
    if ended:
        memberships.followed([user.pk])
    if given or ended:
        audit.record(
            action="sso.posts", actor=SYSTEM.label(), subject=f"user:{user.pk}",
            data={"provider": proven.provider.key, "given": given, "ended": ended},
        )  # fmt: skip


def _holds(user: User, post: Wanted) -> bool:
    role, place = post
    return memberships_today().filter(user=user, role=role, **place.columns()).exists()


def _end(user: User, provider: Source, *, keeping: set[Wanted]) -> int:
    rows = Membership.objects.filter(user=user, source=provider.source).exclude(ends_on__lt=today())
    gone = [row for row in rows.select_for_update() if _as_wanted(row) not in keeping]
    if not gone:
        return 0
    try:
        with administrators.kept():
            memberships.end_now(gone, because=BECAUSE, actor=SYSTEM)
    except LastAdministrator:
        log.warning("sso_last_administrator_kept", user=user.pk, provider=provider.key)
        gone = [row for row in gone if not gives_administration([_as_wanted(row)])]
        memberships.end_now(gone, because=BECAUSE, actor=SYSTEM)
    return len(gone)


def _as_wanted(row: Membership) -> Wanted:
    return row.role_id, Place(row.desk_id, row.department_id, row.crew_id)


def _give(user: User, provider: Source, post: Wanted) -> bool:
    """False where the city's own rules refuse it: a desk that closed, a provider's employee who would decide."""
    role, place = post
    try:
        memberships.grant(Granting(user.pk, role, place, source=provider.source), actor=SYSTEM)
    except (Invalid, Conflict) as refused:
        log.warning("sso_post_refused", user=user.pk, provider=provider.key, role=role, code=refused.code)
        return False
    return True
