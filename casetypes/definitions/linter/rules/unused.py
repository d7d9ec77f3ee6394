"""Something that is defined and that nothing uses: a checklist, work order or computed value. A warning."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.expressions import references

RULE = "unused"
TITLE = phrase("Something nobody uses")
WHY = phrase("What nothing uses misleads whoever reads the service: they believe it happens.")
MEND = phrase("Use it, or remove it.")
WHOLE = True
GOOD = (
    "calc: {grave: {type: boolean, is: form.urgente}}\npriority: [{when: calc.grave, is: high}, {is: normal}]"
)
BAD = "calc: {▸grave: {type: boolean, is: form.urgente}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    read = {path[:2] for one in service.expressions() for path in references(one.value)}
    ordered = {one.value for one in service.references("work order")}
    lists = {one.value for one in service.references("checklist")} | _read(read, "checklist")
    calculated = _read(read, "calc") | _shown(service)
    for section, used, word in (
        ("calc", calculated, "computed value"),
        ("work_orders", ordered, "work order"),
        ("checklists", lists, "checklist"),
    ):
        for key in service.keys(section):
            if key not in used:
                message = phrase('nothing uses the %(word)s "%(key)s"', word=word, key=key)
                yield service.problem(RULE, (section, key), message, at_key=True, severity="warning")


def _read(read: set[tuple[str, ...]], root: str) -> set[str]:
    return {path[1] for path in read if path[0] == root and len(path) > 1}


def _shown(service: ServiceUnderLint) -> set[str]:
    queue = service.spec.queue
    columns = [*queue.columns, *queue.group_by, *queue.filters]
    shown = {column.removeprefix("calc.") for column in columns if column.startswith("calc.")}
    return shown | {one.value for one in service.references("computed value")}
