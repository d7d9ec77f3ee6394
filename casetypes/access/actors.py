"""Who is asking. Built once per request or task and passed to every service and selector."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from casetypes.access.models import Membership, User


@dataclass(frozen=True)
class Post:
    """One membership: a role held at a desk, in a department, in a crew, or everywhere (all None).

    `home` is the department of that desk, for rights that reach the whole department.
    """

    role: str
    desk: str | None = None
    department: str | None = None
    home: str | None = None
    crew: str | None = None
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """A person, a citizen with proof, or the system. `case_folio` is what a reporter's signed link opens."""

    kind: Literal["staff", "reporter", "public", "system"]
    user_id: int | None = None
    name: str = ""
    language: str = "es"
    posts: tuple[Post, ...] = ()
    case_folio: str | None = None
    citizen_id: str | None = None

    @property
    def person_id(self) -> int:
        """The member of staff; raises ValueError for anybody who is not one."""
        if self.user_id is None:
            raise ValueError(f"{self.kind} is not a member of staff")
        return self.user_id

    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    def roles_at(self, desk: str | None, department: str | None) -> frozenset[str]:
        """Roles that count at a desk: held there, in its department, or everywhere."""
        return frozenset(post.role for post in self.posts if _covers(post, desk, department))

    def rights_at(self, desk: str | None, department: str | None) -> frozenset[str]:
        covering = (post.rights for post in self.posts if _covers(post, desk, department))
        return frozenset().union(*covering)

    def has_right(self, right: str) -> bool:
        """A right held anywhere; ask `rights_at` where the place matters."""
        return any(right in post.rights or "everything" in post.rights for post in self.posts)

    def role_with(self, *rights: str) -> str:
        """The role by which one of these rights is held, the rights in order; "" for who holds none of them."""
        holders = (
            post.role for right in (*rights, "everything") for post in self.posts if right in post.rights
        )
        return next(holders, "")

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

    def label(self, role: str = "") -> str:
        """How the audit log names this actor: never a person's name."""
        who = f"user:{self.user_id}" if self.user_id else self.kind
        return f"{who}/{role}" if role else who


def _covers(post: Post, desk: str | None, department: str | None) -> bool:
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
    """A member of staff with every post they hold: one query."""
    return with_posts(user, user.memberships.values_list(*POST))


def with_posts(user: "User", posts: "Iterable[tuple[Any, ...]]") -> Actor:
    """The same from the columns `POST` of each membership, read before."""
    held = tuple(_read_post(*row) for row in posts)
    if user.is_superuser:
        held += (Post(role="administrator", rights=frozenset({"everything"})),)
    return Actor(kind="staff", user_id=user.pk, name=str(user), language=user.language, posts=held)


# Of a membership, as plain values: with its role, desk and crew it would be five models.
PERSON = ("id", "username", "full_name", "language", "is_superuser")  # all that an actor knows of a user
POST = (
    "role_id", "role__rights", "department_id", "crew_id", "desk_id", "desk__department_id", "crew__desk_id",
    "crew__desk__department_id",
)  # fmt: skip


def _read_post(
    role: str,
    rights: "Iterable[str]",
    department: str | None,
    crew: str | None,
    *desks: str | None,
) -> Post:
    """`desks`: its own desk and that desk's department, then its crew's desk and that desk's department."""
    own, own_home, of_crew, home_of_crew = desks
    desk, home = (own, own_home) if own else (of_crew, home_of_crew)
    return Post(role=role, desk=desk, home=home, department=department, crew=crew, rights=frozenset(rights))


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
