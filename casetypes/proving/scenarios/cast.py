"""The people of a scenario: members of staff with real posts, made when a step needs them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone

from casetypes.access.actors import Actor, for_user, reporter
from casetypes.access.models import Crew, Membership, User
from casetypes.access.readers import Appointing, appoint
from casetypes.cases.models import Case, OutboxEntry
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.problems import phrase
from casetypes.kernel import clock
from casetypes.kernel.errors import NotFound
from casetypes.notifications.audiences import STAFF_ROLES
from casetypes.notifications.silence import EFFECT

NO_POST = frozenset({"reporter", "assignee", "followers"})


class Unplayable(NotFound):
    """A step names somebody or something that is not there; `said` says it as a phrase."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass
class Cast:
    """`person("crew@simas#2", case)`: the second crew member at the desk simas; without a desk, at the case's own."""

    compiled: CompiledService
    people: dict[str, Actor] = field(default_factory=dict)

    def person(self, by: str, case: Case | None) -> Actor:
        """Raises Unplayable."""
        if by == "reporter":
            return reporter(folio=case.folio if case else "")
        role, _hash, number = by.partition("#")
        role, _at, desk = role.partition("@")
        desk = desk or (case.desk_id if case else self.compiled.spec.desk)
        crew = self._crew(desk, case) if role == "crew" else ""
        name = f"{role}@{crew or desk}#{number or 1}"
        if name not in self.people:
            self.people[name] = self._hired(name, role, desk, crew)
        return self.people[name]

    def answer_for(self, cases: Collection[int]) -> int:
        """Whoever a waiting message is for has somebody at the desk of the case. Returns how many effects wait."""
        waiting = OutboxEntry.objects.filter(case__in=cases, state=OutboxEntry.PENDING)
        entries = list(waiting.select_related("case"))
        for entry in (each for each in entries if each.effect == EFFECT):
            audience = entry.arguments.get("to") or selectors.message(entry.arguments["template"]).audience
            for role in () if audience in NO_POST else STAFF_ROLES.get(audience, (audience,)):
                if role != "crew":
                    self.person(role, entry.case)
        return len(entries)

    def _hired(self, name: str, role: str, desk: str, crew: str) -> Actor:
        user = User.objects.create(username=f"scenario {name}", email=f"{_address(name)}@scenario.invalid")
        place = {"crew_id": crew} if crew else {"desk_id": desk}
        Membership.objects.create(user=user, role_id=role, **place)
        if self.compiled.spec.confidential:
            self._appoint(user)
        return for_user(user)

    def _appoint(self, user: User) -> None:
        """Readers are appointed by somebody else; of a scenario, by an administrator who does nothing else."""
        chief, _new = User.objects.get_or_create(username="scenario administrator", is_superuser=True)
        today = timezone.localdate(clock.now())
        appoint(Appointing(user.pk, self.compiled.key, "scenario", today), actor=for_user(chief))

    @staticmethod
    def _crew(desk: str, case: Case | None) -> str:
        """That of the case, when it is one of this desk; else the desk's first."""
        crews = Crew.objects.filter(desk=desk, active=True).order_by("key")
        found = (crews.filter(key=case.crew_id).first() if case else None) or crews.first()
        if found is None:
            raise Unplayable(phrase('the desk "%(desk)s" has no crew', desk=desk))
        return found.key


def _address(name: str) -> str:
    return name.replace("@", ".").replace("#", ".")
