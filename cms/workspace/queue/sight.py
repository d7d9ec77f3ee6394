"""What of the cases of a queue somebody may see: as it is or anonymised, and which answers in which state.

Equal for everybody with the same rights at the desk, so that columns and filters are made once for all of them.
"""

from dataclasses import dataclass

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.cases.personal_data import anonymised
from casetypes.cases.roles import roles_at
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.queues.rows import CaseRow
from casetypes.queues.selectors import shape


@dataclass(frozen=True)
class Sight:
    """`roles` are those that count at the desk (`supervisor@simas` at any) and that some `access` names."""

    desk: str
    roles: frozenset[str] = frozenset()
    anonymised: bool = False

    def reads(self, key: str, row: CaseRow) -> bool:
        """Whether the answer to a field may be read in this very case. What lies at another desk (it was escalated
        here, or sent on from here) is not read by the roles of this one."""
        compiled = definitions.compiled(row.version_id)
        if self.anonymised and not anonymised.shows(compiled, key):
            return False
        if key not in compiled.spec.access:
            return True
        roles = self.roles if row.desk_id == self.desk else {role for role in self.roles if "@" in role}
        return compiled.may_read(key, roles, row.state)

    def ever_reads(self, service: CompiledService, key: str) -> bool:
        """Whether there is a state in which it may be read: else it is no column."""
        if self.anonymised and not anonymised.shows(service, key):
            return False
        return any(service.may_read(key, self.roles, state) for state in service.spec.states)

    def always_reads(self, service: CompiledService, key: str) -> bool:
        """Whether it may be read in every state: else a filter would tell what a cell hides."""
        if self.anonymised and not anonymised.shows(service, key):
            return False
        return all(service.may_read(key, self.roles, state) for state in service.spec.states)


def sight_of(actor: Actor, desk: str) -> Sight:
    spec = definitions.desks_spec().desks[desk]
    roles = roles_at(actor, desk, spec.department) & shape(desk).readers
    return Sight(desk, roles, anonymised=not may(actor, "queue.read_in_clear", desk))
