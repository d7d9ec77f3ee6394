"""The metric `out_of_service` and what it is counted from do not go together."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "out-of-service"
TITLE = phrase("Time out of service cannot be counted like this")
WHY = phrase(
    "The time that something does not work is counted only when the service says in which states that"
    " is, and shows the figure."
)
MEND = phrase("Write out_of_service: {in: […]} and out_of_service in metrics, both or neither.")
WHOLE = True
METRIC = "out_of_service"
GOOD = """
metrics: [out_of_service]
out_of_service: {in: [recibido]}
"""
BAD = "metrics: ▸[out_of_service]"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    spec, listed = service.spec.out_of_service, METRIC in service.spec.metrics
    if listed and spec is None:
        hint = phrase("Add out_of_service: {in: [the states in which the asset does not work]}.")
        yield service.problem(
            RULE, ("metrics",), phrase("nothing says when the asset is out of service"), hint
        )
    if spec is None:
        return
    if not listed:
        hint = phrase("Add out_of_service to metrics, or take the section out.")
        yield service.problem(
            RULE, ("out_of_service",), phrase("no metric shows the time out of service"), hint, at_key=True
        )
    for index, state in enumerate(spec.states):
        if state in service.machine.finals:
            message = phrase('"%(state)s" is final, so its time out of service would never end', state=state)
            yield service.problem(
                RULE, ("out_of_service", "in", index), message, phrase("Take the state out.")
            )
    calculation = service.spec.calc.get(spec.only_if or "")
    if calculation is not None and calculation.type != "boolean":
        message = phrase(
            '"%(only_if)s" is %(type)s, not yes or no', only_if=spec.only_if, type=calculation.type
        )
        yield service.problem(
            RULE, ("out_of_service", "only_if"), message, phrase("Name a boolean computed value.")
        )
