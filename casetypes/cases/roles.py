"""Which roles an actor holds for one case: at its own desk, as its crew, as its reporter."""

from collections.abc import Iterator

from casetypes.access.actors import Actor, Post
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
    named = (f"{post.role}@{desk}" for post in actor.posts for desk in _desks_of(post))
    return frozenset((*own, *named))


def posts_for(actor: Actor, case: Case) -> tuple[Post, ...]:
    """The posts that count at the case's own desk or as its crew."""
    return tuple(post for post in actor.posts if _counts(post, case))


def _counts(post: Post, case: Case) -> bool:
    if post.crew:
        return post.desk == case.desk_id and case.crew_id in (None, post.crew)
    if post.desk:
        return post.desk == case.desk_id
    if post.department:
        return post.department == case.desk.department_id
    return True


def _desks_of(post: Post) -> Iterator[str]:
    """The desk of the post, or every desk of its department."""
    if post.desk:
        yield post.desk
    elif post.department:
        desks = selectors.desks_spec().desks
        yield from (key for key, desk in desks.items() if desk.department == post.department)
