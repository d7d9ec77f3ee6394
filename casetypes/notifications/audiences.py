"""Whom a message is for: the reporter's own contact point, or people who hold a role at the case's desk; of a
confidential case only those of them who are its named readers."""

from dataclasses import dataclass

from casetypes.access import posts
from casetypes.access.models import User
from casetypes.cases.confidentiality import readers_among
from casetypes.cases.models import Case
from casetypes.citizens import services as citizens
from casetypes.citizens.models import ContactPoint


@dataclass(frozen=True)
class Recipient:
    """`address` is opened only at the moment of sending and never kept with the message."""

    key: str
    address: str
    language: str
    contact_point: ContactPoint | None = None


STAFF_ROLES = {"desk": ("control_desk",), "control_desk": ("control_desk",), "supervisor": ("supervisor",)}


def recipients(case: Case, audience: str, kind: str) -> list[Recipient]:
    """Everybody of an audience who can be reached by this kind of contact point."""
    if audience == "reporter":
        return _reporter(case, kind)
    if audience == "assignee":
        return _assignee(case) if kind == "email" else []
    return _staff(case, STAFF_ROLES.get(audience, (audience,))) if kind == "email" else []


def _reporter(case: Case, kind: str) -> list[Recipient]:
    if case.citizen is None:
        return []
    point = case.citizen.contact_points.filter(kind=kind).order_by("id").first()
    address = citizens.contact(case.citizen, kind) if point else None
    return [Recipient(f"reporter:{point.pk}", address, case.language, point)] if point and address else []


def _assignee(case: Case) -> list[Recipient]:
    return _reachable([case.assignee] if case.assignee else [], case)


def _staff(case: Case, roles: tuple[str, ...]) -> list[Recipient]:
    desk = case.escalated_to_id or case.desk_id
    return _reachable(posts.holders(roles, {desk, case.desk_id}), case)


def _reachable(people: list[User], case: Case) -> list[Recipient]:
    return [
        Recipient(f"user:{user.pk}", user.email, user.language)
        for user in readers_among(people, case)
        if user.email
    ]
