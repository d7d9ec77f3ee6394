"""Who does a step of a scenario: the people of the demonstration, at the desks where they work."""

from django.db.models import Q

from casetypes.access.actors import Actor, for_user, reporter
from casetypes.access.models import Crew
from casetypes.access.posts import memberships_today
from casetypes.cases.models import Case
from casetypes.kernel.errors import NotFound


class Actors:
    """`by` words of scenarios (`control_desk@simas`, `crew#2`) → people; looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Actor] = {}
        self._crews: dict[str, list[str]] = {}

    def find(self, by: str, case: Case) -> Actor:
        """Raises NotFound where nobody holds that role at that desk."""
        role, _at, desk = by.partition("#")[0].partition("@")
        if role == "reporter":
            return reporter(folio=case.folio, language=case.language)
        desk = desk or case.desk_id
        crew = (case.crew_id or "") if role == "crew" else ""
        key = (role, desk, crew)
        if key not in self._known:
            self._known[key] = _actor(role, desk, crew)
        return self._known[key]

    def crews_of(self, desk: str) -> list[str]:
        """Crews of a desk that somebody is in; all of them where nobody is."""
        if desk not in self._crews:
            crews = Crew.objects.filter(desk=desk, active=True).order_by("key")
            manned = crews.filter(pk__in=memberships_today().exclude(crew=None).values("crew"))
            self._crews[desk] = list((manned if manned.exists() else crews).values_list("key", flat=True))
        return self._crews[desk]


def _actor(role: str, desk: str, crew: str) -> Actor:
    posts = memberships_today().filter(role=role).select_related("user").order_by("id")
    place = Q(crew=crew) if crew else Q(desk=desk) | Q(crew__desk=desk)
    post = posts.filter(place).first()
    if post is None:
        raise NotFound(f"Nobody is {role} at {crew or desk}.")
    return for_user(post.user)
