"""Run every rule over a city, or over one file within it."""

from collections.abc import Iterable, Iterator

from casetypes.definitions.linter.expressions import check_expressions
from casetypes.definitions.linter.facts import CityFacts
from casetypes.definitions.linter.rules import RULES
from casetypes.definitions.linter.subject import FileUnderLint, ServiceUnderLint
from casetypes.definitions.loader import CityBundle, Loaded
from casetypes.definitions.loader.bundle import without_echoes
from casetypes.definitions.problems import Problem
from casetypes.kernel.garbage import uncollected


def lint_city(bundle: CityBundle) -> list[Problem]:
    """Every problem of a city, reading and shape included, errors and warnings, by file and line."""
    with uncollected():
        files = _under_lint(bundle.files(), CityFacts.of(bundle))
        check_expressions([file for file in files if isinstance(file, ServiceUnderLint)])
        found = [problem for file in files for problem in _meaning(file)]
        return without_echoes([*bundle.problems, *found])


def lint_file(loaded: Loaded, bundle: CityBundle | None = None) -> list[Problem]:
    """Problems of one file; with a city, references to its other files are checked too."""
    facts = CityFacts.of(bundle) if bundle else CityFacts()
    found = [problem for file in _under_lint([loaded], facts) for problem in _meaning(file)]
    return without_echoes([*loaded.problems, *found])


def _under_lint(every: Iterable[Loaded], facts: CityFacts) -> list[FileUnderLint]:
    """Those of which something can be said."""
    kinds = {"service": ServiceUnderLint}
    return [kinds.get(each.kind, FileUnderLint)(each, facts) for each in every if each.partial is not None]


def _meaning(file: FileUnderLint) -> Iterator[Problem]:
    is_service = isinstance(file, ServiceUnderLint)
    for rule in RULES:
        if getattr(rule, "WHOLE", False) and not file.whole:
            continue
        check = getattr(rule, "check", None) or (getattr(rule, "check_service", None) if is_service else None)
        if check is not None:
            yield from (problem for problem in check(file) if not _follows(problem, file))


def _follows(problem: Problem, file: FileUnderLint) -> bool:
    """Whether it only follows from one of reading: of what stands in for a wrong value, or of a fragment that is not
    there, nothing is said."""
    if (problem.file, problem.line, problem.column) in file.settled:
        return True
    may_come = problem.rule in {"unknown-field", "unknown-checklist", "unknown-clock"}
    return may_come and file.lacks_names and not problem.hint.startswith("Did you mean")
