"""Staff alone can pause a clock without asking the citizen anything and without giving a reason."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.service import Transition

RULE = "clock-pause-abuse"
TITLE = phrase("Staff could stop the deadline without a reason")
WHY = phrase(
    "Staff alone could stop the deadline without asking the citizen anything and without saying why."
)
MEND = phrase("Ask for a reason or for the question: input: {motivo: {type: long_text, required: true}}.")
GOOD = """
states: {en_espera: {public: waiting}}
transitions:
  pausar:
    from: [recibido]
    to: en_espera
    by: [agent]
    input: {motivo: {type: long_text, required: true, label: {es: Motivo, en: Reason}}}
  seguir: {from: [en_espera], to: recibido, by: [agent]}
clocks: {solucion: {calendar: oficina, runs_in: [recibido], pauses_in: [en_espera], budget: 5 days}}
"""
BAD = """
states: {en_espera: {public: waiting}}
transitions:
  ▸pausar: {from: [recibido], to: en_espera, by: [agent]}
  seguir: {from: [en_espera], to: recibido, by: [agent]}
clocks: {solucion: {calendar: oficina, runs_in: [recibido], pauses_in: [en_espera], budget: 5 days}}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for key, clock in service.spec.clocks.items():
        running = set(clock.runs_in) or set(service.spec.states) - set(clock.pauses_in)
        into_pause = {
            edge.key: edge.transition
            for edge in service.machine.edges
            if edge.target in clock.pauses_in and edge.source in running
        }
        for name, transition in into_pause.items():
            if _is_free(transition):
                message = phrase(
                    'transition "%(name)s" pauses the clock "%(key)s" without a question or a reason',
                    name=name,
                    key=key,
                )
                hint = phrase("Ask for one: input: {motivo: {type: long_text, required: true}}.")
                yield service.problem(RULE, ("transitions", name), message, hint, at_key=True)


def _is_free(transition: Transition) -> bool:
    """No citizen makes it, and it asks for nothing that must be said."""
    by_staff = "reporter" not in transition.by
    return by_staff and not any(options.required for options in transition.input.values())
