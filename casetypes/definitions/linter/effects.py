"""The effects of a service, with their places."""

from collections.abc import Iterator

from casetypes.definitions.linter.machine import Edge
from casetypes.definitions.loader import DataPath
from casetypes.definitions.schema.effects import EffectCall
from casetypes.definitions.schema.service import Service


def effect_calls(spec: Service) -> Iterator[tuple[DataPath, EffectCall]]:
    """Every effect with the path of its entry in a `do` list (or under `at` of a clock)."""
    yield from _listed(("on_open", "do"), spec.on_open.do)
    for key, transition in spec.transitions.items():
        yield from _listed(("transitions", key, "do"), transition.do)
        for index, branch in enumerate(transition.to):
            yield from _listed(("transitions", key, "to", index, "do"), branch.do)
    for key, clock in spec.clocks.items():
        for share, calls in clock.at.items():
            yield from _listed(("clocks", key, "at", share), calls)


def edge_effects(edge: Edge) -> list[EffectCall]:
    """What happens along an edge: the transition's effects and its branch's."""
    return [*edge.transition.do, *edge.branch.do]


def _listed(path: DataPath, calls: list[EffectCall]) -> Iterator[tuple[DataPath, EffectCall]]:
    for index, call in enumerate(calls):
        yield (*path, index), call
