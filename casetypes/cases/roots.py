"""What expressions see of a case: form, calc, case, actor, input, now, and what rooms above contribute."""

from collections.abc import Iterable, Mapping

from casetypes.access.actors import Actor
from casetypes.cases.models import PRIORITY_RANK, Case
from casetypes.kernel import clock
from casetypes.kernel.extension_points import expression_roots
from casetypes.places import index as zones

PRIORITY_NAME = {rank: name for name, rank in PRIORITY_RANK.items()}
CONTRIBUTED = frozenset({"checklist", "evidence", "clock", "children"})


def case_roots(
    case: Case,
    *,
    actor: Actor | None = None,
    role: str = "",
    input: Mapping[str, object] | None = None,
    wanted: Iterable[str] = (),
) -> dict[str, object]:
    """Roots by name. `wanted` names the contributed ones that are needed: each costs one query."""
    now = clock.now()
    roots: dict[str, object] = {
        "form": dict(case.answers),
        "calc": dict(case.calc),
        "case": _facts(case),
        "actor": {"role": role, "desk": _desk_of(actor, case)},
        "input": dict(input or {}),
        "now": now,
    }
    needed = CONTRIBUTED.intersection(wanted)
    if needed:
        for contribution in expression_roots.call(case, needed):
            roots.update(contribution)
    return roots


def _facts(case: Case) -> dict[str, object]:
    age = clock.now() - case.opened_at
    facts: dict[str, object] = {
        "state": case.state,
        "priority": PRIORITY_NAME[case.priority],
        "channel": case.channel,
        "desk": case.desk_id,
        "opened_at": case.opened_at,
        "age_hours": age.total_seconds() / 3600,
        "reopened": case.reopened,
    }
    if case.zone_id is not None:
        facts["zone"] = zones.key_of(case.zone_id)
    return facts


def _desk_of(actor: Actor | None, case: Case) -> str:
    desks = actor.desks() if actor else frozenset()
    return case.desk_id if case.desk_id in desks else next(iter(sorted(desks)), "")
