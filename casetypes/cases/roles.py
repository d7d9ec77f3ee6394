"""Which roles and rights an actor holds for one case: at its own desk, as its crew, as its reporter.

A crew holds its role for the cases that were given to it, and at its own desk for those that no crew has.
"""

from collections.abc import Iterator

from casetypes.access.actors import Actor, Post, covers
from casetypes.cases import confidentiality
from casetypes.cases.models import Case
from casetypes.definitions import selectors


def roles_for(actor: Actor, case: Case) -> frozenset[str]:
    """Role names as `by:` writes them: `control_desk` (at the case's own desk) and `control_desk@simas`."""
    if actor.kind == "system":
        return frozenset({"system"})
    if actor.kind == "reporter":
        return frozenset({"reporter"}) if actor.case_folio == case.folio else frozenset()
    if confidentiality.is_hidden(actor, case):
        return frozenset()
    own = (post.role for post in posts_for(actor, case))
    return frozenset((*own, *named_roles(actor)))


def named_roles(actor: Actor) -> Iterator[str]:
    """`control_desk@simas` for each desk at which a role is held: these count for every case."""
    return (f"{post.role}@{desk}" for post in actor.posts for desk in _desks_of(post))


def roles_at(actor: Actor, desk: str, department: str) -> frozenset[str]:
    """The same for any case that lies at a desk, without what is held as the crew of one."""
    own = (post.role for post in actor.posts if not post.crew and covers(post, desk, department))
    return frozenset((*own, *named_roles(actor)))


def rights_for(actor: Actor, case: Case) -> frozenset[str]:
    """Rights held where the case is: those of posts at its own desk or as its crew. None for a hidden case."""
    if actor.kind != "staff" or confidentiality.is_hidden(actor, case):
        return frozenset()
    return frozenset().union(*(post.rights for post in posts_for(actor, case)))


def post_as(actor: Actor, case: Case, *roles: str) -> Post | None:
    """The post by which one of these roles (as `by:` writes them, in their order) is held for the case; a post of
    one's own before one that is held as a deputy. None for who holds none of them."""
    found = (post for role in roles for post in _giving(actor, case, role))
    return min(found, key=lambda post: post.standing_in_for is not None, default=None)


def acting_post(actor: Actor, case: Case, *rights: str) -> Post | None:
    """The same by rights: the post at the case's own desk that gives one of these, in their order."""
    found = (post for right in rights for post in posts_for(actor, case) if right in post.rights)
    return min(found, key=lambda post: post.standing_in_for is not None, default=None)


def _giving(actor: Actor, case: Case, role: str) -> Iterator[Post]:
    name, _at, desk = role.partition("@")
    posts = posts_for(actor, case) if not desk else actor.posts
    return (post for post in posts if post.role == name and (not desk or desk in _desks_of(post)))


def posts_for(actor: Actor, case: Case) -> tuple[Post, ...]:
    """The posts that count at the case's own desk or as its crew."""
    return tuple(post for post in actor.posts if _counts(post, case))


def _counts(post: Post, case: Case) -> bool:
    if post.crew:
        return post.desk == case.desk_id and case.crew_id in (None, post.crew)
    department = (
        case.desk.department_id if post.department and not post.desk else None
    )  # else no query for it
    return covers(post, case.desk_id, department)


def _desks_of(post: Post) -> Iterator[str]:
    """The desk of the post, or every desk of its department."""
    if post.desk:
        yield post.desk
    elif post.department:
        desks = selectors.desks_spec().desks
        yield from (key for key, desk in desks.items() if desk.department == post.department)
