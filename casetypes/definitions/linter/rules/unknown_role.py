"""A role that does not exist: in `by`, `access`, desks.yaml or a scenario."""

from collections.abc import Iterator
from dataclasses import replace

from casetypes.definitions.linter.subject import FileUnderLint, ServiceUnderLint
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.definitions.schema.references import Marked
from casetypes.kernel.text import closest
from casetypes.kernel.vocabulary import ROLES

RULE = "unknown-role"
TITLE = phrase("A role that does not exist")
WHY = phrase(
    "A role that does not exist is held by nobody, so nobody could press the button or read the answer."
)
MEND = phrase("Use one of the roles of the language; role@desk names the role at another desk.")
GOOD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: [control_desk, supervisor]}}"
BAD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: [▸contorl_desk]}}"

SPANISH = {
    "ciudadano": "reporter", "ciudadana": "reporter", "reportante": "reporter", "solicitante": "reporter",
    "ventanilla": "agent", "capturista": "agent", "operador": "agent", "mesa_control": "control_desk",
    "mesa_de_control": "control_desk", "mesa": "control_desk", "supervisora": "supervisor", "jefe": "supervisor",
    "cuadrilla": "crew", "brigada": "crew", "proveedor": "provider", "contratista": "provider",
    "contralor": "comptroller", "contralora": "comptroller", "contraloria": "comptroller",
    "responsable": "steward", "comite": "committee", "administrador": "administrator", "sistema": "system",
}  # fmt: skip


def check(file: FileUnderLint) -> Iterator[Problem]:
    for found in file.unknown(RULE, "role"):
        named = next(one for one in file.references("role") if _is_at(file, one, found))
        yield replace(found, hint=_meant(file.key_of("role", named.value)) or found.hint)
    if not isinstance(file, ServiceUnderLint):
        return
    for name, scenario in file.spec.scenarios.items():
        for index, step in enumerate(scenario.steps):
            role = (step.by or "system").partition("#")[0].partition("@")[0]
            if role not in ROLES:
                path = ("scenarios", name, "steps", index, "by")
                hint = _meant(role) or did_you_mean(role, ROLES)
                yield file.problem(
                    RULE,
                    path,
                    phrase('scenario "%(name)s" names the role "%(role)s"', name=name, role=role),
                    hint,
                )


def _is_at(file: FileUnderLint, one: Marked, found: Problem) -> bool:
    mark = file.loaded.marks.key(one.path) if one.is_key else file.loaded.marks.value(one.path)
    return mark[:3] == (found.file, found.line, found.column)


def _meant(word: str) -> str:
    """The role that a Spanish word stands for, as a question."""
    role = SPANISH.get(word) or SPANISH.get(closest(word, SPANISH) or "")
    return phrase('Did you mean "%(word)s"?', word=role) if role else ""
