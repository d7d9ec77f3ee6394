"""Whether a service can be told in memory: everything that takes part in its moves must have a twin here.

A room that adds an effect, a guard or a subscriber makes its name turn up here; until it has a twin, the services that
it concerns are told by the engine itself, slower and just as right.
"""

from casetypes.cases.effect_type import Effect
from casetypes.definitions.compiled import CompiledService
from casetypes.intake.simulation.bulk import effects, guards
from casetypes.kernel import extension_points, registry

SUBSCRIBERS = {
    extension_points.case_opened: {"sla.subscribers.start_clocks"},
    extension_points.case_moved: {"sla.subscribers.follow_move", "fieldwork.subscribers.start_work"},
    extension_points.expression_roots: {
        "sla.subscribers.clock_root", "fieldwork.subscribers.checklist_root", "evidence.subscribers.evidence_counts",
        "cases.children.children_root",  # only services with child cases ask for it, and those have no twin
    },
}  # fmt: skip


def missing(compiled: CompiledService) -> list[str]:
    """Names of what a move of this service would need and has no twin; empty means it can be told in memory."""
    found = [f"guard {name}" for name in sorted(set(registry.guards.keys()) - guards.KNOWN)]
    found += ["capacity"] if compiled.spec.capacity else []
    for point, known in SUBSCRIBERS.items():
        found += [f"{point.name} {name}" for name in point.contributors() if name not in known]
    found += [f"effect {name}" for name in sorted(compiled.effects_used) if not _has_twin(name)]
    return found


def _has_twin(name: str) -> bool:
    effect: Effect = registry.effects.get(name)
    return name in effects.TWINS if effect.at_once else name == effects.UNSENT
