"""Who acts: the people who hold a role at a desk or in a crew, looked up once."""

from collections import defaultdict
from functools import cached_property
from random import Random

from casetypes.access.actors import SYSTEM, Actor, for_user, reporter
from casetypes.access.models import Crew, User
from casetypes.access.policies import may
from casetypes.access.posts import memberships_today


class Staff:
    """`by` words of definitions (`control_desk@simas`) → people. Raises nothing: nobody is an empty answer."""

    def __init__(self) -> None:
        people = User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("pk")
        actors = {user.pk: for_user(user) for user in people}
        self._at: dict[tuple[str, str], list[Actor]] = defaultdict(list)
        self._in: dict[tuple[str, str], list[Actor]] = defaultdict(list)
        for post in memberships_today().filter(user__in=actors).order_by("pk").select_related("crew"):
            if post.crew is not None:
                self._in[post.role_id, post.crew_id or ""].append(actors[post.user_id])
                self._at[post.role_id, post.crew.desk_id].append(actors[post.user_id])
            elif post.desk_id:
                self._at[post.role_id, post.desk_id].append(actors[post.user_id])
        manned = {crew for _role, crew in self._in}
        self._crews: dict[str, list[str]] = defaultdict(list)
        for crew in Crew.objects.filter(active=True, key__in=manned).order_by("key"):
            self._crews[crew.desk_id].append(crew.key)

    def find(
        self, by: str, *, folio: str, desk: str, crew: str, chance: Random, other_than: int | None
    ) -> Actor | None:
        """Somebody who may act as `by` for such a case; None where nobody holds that post."""
        role, _at, named = by.partition("@")
        if role == "reporter":
            return reporter(folio=folio)
        if role == "system":
            return SYSTEM
        place = named or desk
        people = (
            self._in[role, crew] if crew and not named and (role, crew) in self._in else self._at[role, place]
        )
        people = [person for person in people if person.user_id != other_than]
        return people[int(chance.random() * len(people))] if people else None

    @cached_property
    def agents(self) -> list[Actor]:
        """People who capture for callers and visitors."""
        found = {
            actor.user_id: actor
            for actors in self._at.values()
            for actor in actors
            if may(actor, "case.capture")
        }
        return [found[key] for key in sorted(found, key=str)]

    def crews(self, desk: str) -> list[str]:
        """Crews of a desk that somebody is in."""
        return self._crews[desk]

    def desks(self, other_than: str) -> list[str]:
        """Desks at which somebody works, to hand a case to."""
        known = {desk for (_role, desk), people in self._at.items() if people}
        return sorted(known - {other_than})
