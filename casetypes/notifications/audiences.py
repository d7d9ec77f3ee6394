"""Whom a message is for: the reporter's own contact point, or people who hold a role at the case's desk, and who
stands in for those of them who are away; of a confidential case only its named readers among them."""

from dataclasses import dataclass

from casetypes.access import posts
from casetypes.access.models import User
from casetypes.cases.confidentiality import is_confidential, readers_among
from casetypes.cases.models import Case
from casetypes.citizens import services as citizens
from casetypes.citizens.models import ContactPoint
from casetypes.kernel.extension_points import case_followers
from casetypes.notifications.followers import Follower


@dataclass(frozen=True)
class Recipient:
    """`address` is opened only at the moment of sending and never kept with the message. `leaving_url`: where a
    follower ends it."""

    key: str
    address: str
    language: str
    contact_point: ContactPoint | None = None
    leaving_url: str = ""


STAFF_ROLES = {"desk": ("control_desk",), "control_desk": ("control_desk",), "supervisor": ("supervisor",)}


def recipients(case: Case, audience: str, kind: str) -> list[Recipient]:
    """Everybody of an audience who can be reached by this kind of contact point."""
    if audience == "reporter":
        return _reporter(case, kind)
    if audience == "followers":
        return _followers(case) if kind == "email" else []
    if audience == "assignee":
        return _assignee(case) if kind == "email" else []
    return _staff(case, STAFF_ROLES.get(audience, (audience,))) if kind == "email" else []


def _reporter(case: Case, kind: str) -> list[Recipient]:
    if case.citizen is None:
        return []
    point = case.citizen.contact_points.filter(kind=kind).order_by("id").first()
    address = citizens.contact(case.citizen, kind) if point else None
    return [Recipient(f"reporter:{point.pk}", address, case.language, point)] if point and address else []


def reachable_by_text(case: Case) -> list[Recipient]:
    """The reporter's phone, when they have proven it or agreed to a privacy notice; never of a confidential case,
    because a phone shows its texts to whoever lies beside it."""
    if case.citizen is None or is_confidential(case):
        return []
    proven = case.citizen.contact_points.filter(kind="phone", verified_at__isnull=False)
    agreed = proven.exists() or case.citizen.consents.exists()
    return _reporter(case, "phone") if agreed else []


def _followers(case: Case) -> list[Recipient]:
    """Those who follow it by e-mail; of a confidential case nobody."""
    following: list[Follower] = [each for told in case_followers.call(case) for each in told]
    found = ((each, citizens.contact(each.citizen, "email")) for each in following)
    return [
        Recipient(f"follow:{each.number}", address, each.citizen.language, leaving_url=each.leaving_url)
        for each, address in found
        if address
    ]


def _assignee(case: Case) -> list[Recipient]:
    return _reachable(posts.with_deputies([case.assignee]) if case.assignee else [], case)


def _staff(case: Case, roles: tuple[str, ...]) -> list[Recipient]:
    desk = case.escalated_to_id or case.desk_id
    return _reachable(posts.holders(roles, {desk, case.desk_id}), case)


def _reachable(people: list[User], case: Case) -> list[Recipient]:
    return [
        Recipient(f"user:{user.pk}", user.email, user.language)
        for user in readers_among(people, case)
        if user.email
    ]
