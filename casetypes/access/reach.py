"""How far the reading rights of somebody's posts reach: each right counts where its post is held, nowhere else.

The one statement of it: lists of cases, queues and the page of a case all ask here (`Actor.reach`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

READS_DESK = frozenset({"read_desk", "read_own_department", "read_department"})
READS_DEPARTMENT = frozenset({"read_own_department", "read_department"})


@dataclass(frozen=True)
class Reach:
    """Keys. `desks`: what lies there, was escalated there or was sent on from there. `referred`: what lies there now
    (providers). `departments`: what lies at any desk of theirs. `overseen`: those whose every queue opens. `crews`:
    their open cases. `everything`: a reading right held at no particular place. `anonymised`: all cases, only so."""

    desks: frozenset[str] = frozenset()
    referred: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    overseen: frozenset[str] = frozenset()
    crews: frozenset[str] = frozenset()
    everything: bool = False
    anonymised: bool = False

    def reads_whole(self, desk: str) -> bool:
        """Whether every case of the queue of a desk is read, so that nobody needs to ask case by case."""
        return self.everything or self.anonymised or desk in self.desks

    def reads_desk_in_clear(self, desk: str, department: str) -> bool:
        """Whether what lies at a desk is read as it is and not only anonymised."""
        return self.everything or desk in self.desks | self.referred or department in self.departments

    def opens_queue(self, desk: str, department: str) -> bool:
        """Whether the queue of a desk is theirs to open; crews have a page of their own."""
        return self.reads_whole(desk) or desk in self.referred or department in self.overseen


class Held(Protocol):
    """What counts of a post here; see `actors.Post`."""

    @property
    def desk(self) -> str | None: ...
    @property
    def department(self) -> str | None: ...
    @property
    def home(self) -> str | None: ...
    @property
    def crew(self) -> str | None: ...
    @property
    def rights(self) -> frozenset[str]: ...


def of_posts(posts: Iterable[Held]) -> Reach:
    """Work it out from the rights and the place of each post."""
    held = tuple(posts)
    at_desks = [post for post in held if post.desk and not post.crew]
    over = [post for post in held if post.department and not post.desk and not post.crew]
    anywhere = [post for post in held if not (post.desk or post.department or post.crew)]
    departments = {post.department for post in over if post.rights & READS_DESK}
    return Reach(
        desks=_keys(post.desk for post in at_desks if post.rights & READS_DESK),
        referred=_keys(post.desk for post in at_desks if "read_referred" in post.rights),
        departments=_keys(
            [*departments, *(post.home for post in at_desks if post.rights & READS_DEPARTMENT)]
        ),
        overseen=_keys([*departments, *(post.home for post in at_desks if "read_department" in post.rights)]),
        crews=_keys(post.crew for post in held if "read_assigned" in post.rights),
        everything=any(post.rights & READS_DESK for post in anywhere),
        anonymised=any("read_anonymised" in post.rights for post in held),
    )


def _keys(found: Iterable[str | None]) -> frozenset[str]:
    return frozenset(key for key in found if key)
