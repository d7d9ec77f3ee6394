"""Which answers of a case somebody may correct now, and why not the others.

The definition says who writes a field (`access`), and only who reads an answer corrects it: personal ones while they
are open to this person for a stated purpose, or when they were never given.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.access.policies import YES, Decision, no, rule
from casetypes.cases.models import Case
from casetypes.cases.personal_data import personal
from casetypes.cases.personal_data.personal import Seen
from casetypes.cases.policies import read_in_clear
from casetypes.cases.roles import roles_for
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.field_rights import READS_PERSONAL


@dataclass(frozen=True)
class Pen:
    """What one person may correct of one case. `seen`: its personal answers, open and masked, for this person."""

    case: Case
    compiled: CompiledService
    roles: frozenset[str]
    seen: Seen

    @cached_property
    def by_role(self) -> frozenset[str]:
        """Fields that the roles of the person write in the case's state."""
        return frozenset(key for key in self.compiled.correctable if writes(self.case, key, self.roles))

    @cached_property
    def masked(self) -> frozenset[str]:
        """Those of them that hold a personal answer which is not open to the person now."""
        return self.by_role & self.seen.masked.keys()

    @cached_property
    def fields(self) -> frozenset[str]:
        """Those that the person may correct at this moment."""
        return frozenset(
            key
            for key in self.by_role - self.masked
            if key not in self.compiled.personal_fields or self._can_seal
        )

    def why_not(self, key: str) -> str:
        """Why a field of the form is not among `fields`."""
        if key not in self.compiled.correctable:
            return _("This is not corrected here: it is evidence, an agreement, or noted down by the office.")
        if key in self.masked:
            return _("This is personal: say first what you need it for.")
        if key in self.by_role:
            return _("The report came without a person to whom personal data could belong.")
        return _("Your role does not correct this answer.")

    def acting_roles(self, keys: frozenset[str]) -> tuple[str, ...]:
        """Roles in which these fields are corrected, as the definition orders them."""
        state = self.case.state
        found = (role for key in sorted(keys) for role in self.compiled.field_writers(key, state))
        return tuple(role for role in dict.fromkeys(found) if role in self.roles)

    @cached_property
    def _can_seal(self) -> bool:
        return self.case.citizen is not None and self.case.citizen.wrapped_key is not None


def pen_of(case: Case, actor: Actor) -> Pen:
    """Two queries where there are personal answers, one or none otherwise."""
    compiled = definitions.compiled(case.version_id)
    return Pen(case, compiled, roles_for(actor, case), personal.seen(case, actor))


def writes(case: Case, key: str, roles: frozenset[str]) -> bool:
    """Whether one of these roles corrects a field in the case's state. Who does not read it does not correct it."""
    compiled = definitions.compiled(case.version_id)
    unlisted = key not in compiled.personal_fields or not roles.isdisjoint(READS_PERSONAL)
    if roles.isdisjoint(compiled.field_writers(key, case.state)):
        return False
    return compiled.may_read(key, roles, case.state, unlisted=unlisted)


@rule("case.correct")
def correct(actor: Actor, case: Case) -> Decision:
    """Some of the answers at least. Nobody who reads the case anonymised, and nobody those of a confidential one."""
    if actor.kind != "staff" or not read_in_clear(actor, case):
        return no(_("You read this case anonymised."))
    compiled, roles = definitions.compiled(case.version_id), roles_for(actor, case)
    if any(writes(case, key, roles) for key in compiled.correctable):
        return YES
    if compiled.spec.confidential:
        return no(_("The answers of a confidential case are not corrected."))
    if case.final_kind:
        return no(_("The case is closed: its answers are not corrected any more."))
    return no(_("Your role does not correct the answers of this case."))
