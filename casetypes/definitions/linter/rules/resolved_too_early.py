"""A case could be resolved while its work order, referral or child case is still open."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import edge_effects
from casetypes.definitions.linter.machine import Edge
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.references import Refers, marked

RULE = "resolved-too-early"
TITLE = phrase("It could be resolved while work is open")
WHY = phrase(
    "The case could be closed as done while its work order, its referral or a child case is still open."
)
MEND = phrase("Require its checklist before the end, or lead through a state in which the work comes back.")
_WORK_ORDER = Refers("work order")
WHOLE = True
GOOD = """
states: {en_obra: {public: in_process}}
work_orders: {reparacion: {checklist: reparacion}}
transitions:
  programar: {from: [recibido], to: en_obra, by: [agent], do: [{work_order: reparacion}]}
  terminar:
    from: [en_obra]
    to: resuelto
    by: [agent]
    require: [{that: checklist.reparacion.complete, else: {es: Falta la lista, en: Fill the checklist}}]
"""
BAD = """
states: {en_obra: {public: in_process}}
work_orders: {reparacion: {checklist: reparacion}}
transitions:
  programar: {from: [recibido], to: en_obra, by: [agent], do: [{work_order: reparacion}]}
  ▸terminar: {from: [en_obra], to: resuelto, by: [agent]}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    done = {key for key, state in service.spec.states.items() if state.final == "done"}
    reported: set[tuple[str, str]] = set()
    for edge in service.machine.edges:
        for name in {call.name for call in edge_effects(edge)} & {"refer", "child_case"}:
            if edge.target in done:
                message = phrase(
                    'transition "%(key)s" hands the case on (%(name)s) and resolves it at once',
                    key=edge.key,
                    name=name,
                )
                yield service.problem(
                    RULE, ("transitions", edge.key), message, phrase("End it later."), at_key=True
                )
        for checklist in _opened(service, edge):
            for last in _closing_unchecked(service, edge, checklist, done):
                if (last.key, checklist) not in reported:
                    reported.add((last.key, checklist))
                    message = phrase(
                        'transition "%(key)s" resolves the case while its work order may be open',
                        key=last.key,
                    )
                    hint = phrase(
                        "Require checklist.%(checklist)s.complete there, or on the way.", checklist=checklist
                    )
                    yield service.problem(RULE, ("transitions", last.key), message, hint, at_key=True)


def _opened(service: ServiceUnderLint, edge: Edge) -> set[str]:
    """Checklists of the work orders that an edge opens. One without a checklist is closed by its crew."""
    keys = {one.value for call in edge_effects(edge) for one in marked(call) if one.mark == _WORK_ORDER}
    orders = [service.spec.work_orders[key] for key in keys if key in service.spec.work_orders]
    return {order.checklist for order in orders if order.checklist}


def _closing_unchecked(
    service: ServiceUnderLint, opening: Edge, checklist: str, done: set[str]
) -> list[Edge]:
    """Edges into a done state that can be taken with the checklist never asked for."""

    def unchecked(edge: Edge) -> bool:
        asked = f"checklist.{checklist}.complete"
        return not any(asked in requirement.that for requirement in edge.transition.require)

    open_in = service.machine.from_states(
        {opening.target}, lambda edge: unchecked(edge) and edge.source not in done
    )
    return [
        edge
        for edge in service.machine.edges
        if edge.source in open_in and edge.source not in done and edge.target in done and unchecked(edge)
    ]
