"""Who is asking. Built once per request or task and passed to every service and selector."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from casetypes.access import posts, reach
from casetypes.access.reach import Reach

if TYPE_CHECKING:
    from casetypes.access.models import Membership, User


@dataclass(frozen=True)
class Post:
    """One membership: a role held at a desk, in a department, in a crew, or everywhere (all None).

    `home` is the department of that desk, for rights that reach the whole department. `standing_in_for` is the person
    (user id) whose post it is, when it is held as the deputy of somebody who is away.
    """

    role: str
    desk: str | None = None
    department: str | None = None
    home: str | None = None
    crew: str | None = None
    rights: frozenset[str] = frozenset()
    standing_in_for: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person, a citizen with proof, or the system. `case_folio` is what a reporter's signed link opens.

    `session_stamp` is that of the person when they were read: what is bound to it ends with all their sessions.
    `appointed` are the confidential services that the person is appointed to read today, where somebody has read them
    beforehand; None: asked for when it matters.
    """

    kind: Literal["staff", "reporter", "public", "system"]
    user_id: int | None = None
    name: str = ""
    language: str = "es"
    posts: tuple[Post, ...] = ()
    case_folio: str | None = None
    citizen_id: str | None = None
    appointed: frozenset[str] | None = None
    session_stamp: str = field(default="", repr=False, compare=False)

    @property
    def person_id(self) -> int:
        """The member of staff; raises ValueError for anybody who is not one."""
        if self.user_id is None:
            raise ValueError(f"{self.kind} is not a member of staff")
        return self.user_id

    @cached_property
    def reach(self) -> Reach:
        """Which cases the rights of the posts let this person read; worked out once."""
        return reach.of_posts(self.posts)

    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    def roles_at(self, desk: str | None, department: str | None) -> frozenset[str]:
        """Roles that count at a desk: held there, in its department, or everywhere."""
        return frozenset(post.role for post in self.posts if covers(post, desk, department))

    def rights_at(self, desk: str | None, department: str | None) -> frozenset[str]:
        covering = (post.rights for post in self.posts if covers(post, desk, department))
        return frozenset().union(*covering)

    def has_right(self, right: str) -> bool:
        """A right held anywhere; ask `rights_at` where the place matters."""
        return any(right in post.rights or "everything" in post.rights for post in self.posts)

    def role_with(self, *rights: str) -> str:
        """The role by which one of these rights is held, the rights in order; "" for who holds none of them."""
        post = self._post_with(rights)
        return post.role if post else ""

    def _post_with(self, rights: "Iterable[str]") -> Post | None:
        """Own posts before those held as a deputy: who may act by themselves acts by themselves."""
        wanted = (*rights, "everything")
        holders = (post for right in wanted for post in self.posts if right in post.rights)
        return min(holders, key=_as_deputy, default=None)

    def persons_behind(self, *rights: str) -> frozenset[int]:
        """Who counts as acting when one of these rights is used: the person and, when no post of their own gives it,
        everybody for whom they hold it as a deputy. Rules of four eyes compare these, never `user_id` alone."""
        giving = [post for post in self.posts if post.rights.intersection((*rights, "everything"))]
        if self.user_id is None:
            return frozenset()
        if any(post.standing_in_for is None for post in giving):
            return frozenset({self.user_id})
        return frozenset({self.user_id, *(post.standing_in_for for post in giving if post.standing_in_for)})

    def desks(self) -> frozenset[str]:
        return frozenset(post.desk for post in self.posts if post.desk and not post.crew)

    def departments_with(self, *rights: str) -> frozenset[str]:
        """Departments in which one of these rights is held."""
        return frozenset(
            home
            for post in self.posts
            if (home := post.department or post.home) and post.rights.intersection(rights)
        )

    def crews(self) -> frozenset[str]:
        return frozenset(post.crew for post in self.posts if post.crew)

    @property
    def is_deputy(self) -> bool:
        """Whether any post is held for somebody who is away."""
        return any(map(_as_deputy, self.posts))

    def by_each_post(self) -> "list[Actor]":
        """The same person with one of their posts only, once for each."""
        return [replace(self, posts=(post,)) for post in self.posts]

    def departments(self) -> frozenset[str]:
        """Departments in which a post is held, also at a desk or in a crew of theirs."""
        return frozenset(home for post in self.posts if (home := post.department or post.home))

    def without_deputyships(self) -> "Actor":
        """The same person with their own posts only."""
        return replace(self, posts=tuple(post for post in self.posts if not _as_deputy(post)))

    def label(self, role: str = "", standing_in_for: int | None = None) -> str:
        """How the audit log names this actor: never a person's name. `user:12/supervisor for user:7` is a deputy: of
        the person given, or of the one by whom alone the role is held."""
        who = f"user:{self.user_id}" if self.user_id else self.kind
        named = f"{who}/{role}" if role else who
        absent = standing_in_for or self._absent_behind(role)
        return f"{named} for user:{absent}" if absent else named

    def _absent_behind(self, role: str) -> int | None:
        post = min((post for post in self.posts if post.role == role), key=_as_deputy, default=None)
        return post.standing_in_for if post else None


def _as_deputy(post: Post) -> bool:
    return post.standing_in_for is not None


def covers(post: Post, desk: str | None, department: str | None) -> bool:
    """Whether a post counts at a desk: held there, in its department, or everywhere."""
    if post.desk:
        return post.desk == desk
    if post.department:
        return post.department == department
    return True


SYSTEM = Actor(kind="system", name="system")
PUBLIC = Actor(kind="public")


def reporter(*, folio: str, citizen_id: str | None = None, language: str = "es") -> Actor:
    """The citizen of one case, proven by the signed link of a message or by a one-time code."""
    return Actor(kind="reporter", case_folio=folio, citizen_id=citizen_id, language=language)


def for_user(user: "User") -> Actor:
    """A member of staff with every post they hold today, their own and those of people they stand in for: one query."""
    return replace(with_posts(user, posts.of_person(user.pk)), session_stamp=user.session_stamp)


def with_posts(user: "User", rows: "Iterable[posts.Row]") -> Actor:
    """The same from rows of `posts`, read before."""
    held = tuple(_read_post(*row) for row in rows)
    if user.is_superuser:
        held += (Post(role="administrator", rights=frozenset({"everything"})),)
    return Actor(kind="staff", user_id=user.pk, name=str(user), language=user.language, posts=held)


def _read_post(
    role: str, rights: "Iterable[str]", department: str | None, crew: str | None, standing_in_for: int | None,
    *desks: str | None,
) -> Post:  # fmt: skip
    """`desks`: its own desk and that desk's department, then its crew's desk and that desk's department."""
    own, own_home, of_crew, home_of_crew = desks
    desk, home = (own, own_home) if own else (of_crew, home_of_crew)
    return Post(
        role=role, desk=desk, home=home, department=department, crew=crew, rights=frozenset(rights),
        standing_in_for=standing_in_for,
    )  # fmt: skip


def holding(user_id: int, memberships: "Iterable[Membership]") -> Actor:
    """A member of staff with these posts; no query when role, desk and crew are joined already."""
    return Actor(kind="staff", user_id=user_id, posts=tuple(_post(each) for each in memberships))


def _post(membership: "Membership") -> Post:
    desk = membership.desk or (membership.crew.desk if membership.crew else None)
    return Post(
        role=membership.role_id,
        desk=desk.key if desk else None,
        home=desk.department_id if desk else None,
        department=membership.department_id,
        crew=membership.crew_id,
        rights=frozenset(membership.role.rights),
    )
