"""A role that does not exist: in `by`, `access`, desks.yaml or a scenario."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint, ServiceUnderLint
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.kernel.vocabulary import ROLES

RULE = "unknown-role"
TITLE = phrase("A role that does not exist")
WHY = phrase(
    "A role that does not exist is held by nobody, so nobody could press the button or read the answer."
)
MEND = phrase("Use one of the roles of the language; role@desk names the role at another desk.")
GOOD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: [control_desk, supervisor]}}"
BAD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: [▸contorl_desk]}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "role")
    if not isinstance(file, ServiceUnderLint):
        return
    for name, scenario in file.spec.scenarios.items():
        for index, step in enumerate(scenario.steps):
            role = (step.by or "system").partition("#")[0].partition("@")[0]
            if role not in ROLES:
                path = ("scenarios", name, "steps", index, "by")
                hint = did_you_mean(role, ROLES)
                yield file.problem(
                    RULE,
                    path,
                    phrase('scenario "%(name)s" names the role "%(role)s"', name=name, role=role),
                    hint,
                )
