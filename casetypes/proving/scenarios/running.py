"""Run scenarios: of what is live, of one text, or of a city's folder. Every door leaves the database as it was.

proof = run_text(text, key="bache")              # a draft, in the city that is live here
proofs = run_folder(Path("workflows_yaml/villa")) # a city's files, whichever city is live here
for problem in proof.problems: print(problem)     # services/bache.yaml:210:9 scenario-failed: …
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from casetypes.definitions import selectors
from casetypes.definitions.checking import check_text, file_of, live_city
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import CityBundle, DataPath, Loaded, load_city, load_text
from casetypes.definitions.models import CaseTypeVersion
from casetypes.definitions.publishing.rehearsal import rehearse
from casetypes.proving.scenarios.account import Proof
from casetypes.proving.scenarios.coverage import covered
from casetypes.proving.scenarios.sandbox import (
    as_in_the_city,
    bring_places,
    needs_places,
    sandbox,
    taken_back,
)
from casetypes.proving.scenarios.telling import Telling

Progress = Callable[[int, int, str], None]


def quietly(_done: int, _all: int, _what: str) -> None:
    """No progress is told."""


def run_text(text: str, *, key: str, progress: Progress = quietly) -> Proof:
    """The scenarios of a text as the next version of the service `key`, in the city that is live here.

    `progress` is called with scenarios done, scenarios in all, and the name of the next one. A text that does not
    lint is not run: its errors are in `refused`. Raises NotFound where no city is live.
    """
    with sandbox():
        checked = check_text(text, key=key)
        if checked.errors or checked.loaded.model is None:
            return Proof(key, file_of(key), refused=tuple(checked.errors))
        rehearse([checked.loaded])
        [proof] = _run_all([checked.loaded], progress)
    return proof


def run_live(key: str, *, progress: Progress = quietly) -> Proof:
    """The scenarios of the live version of a service. Raises NotFound."""
    with sandbox():
        [proof] = _run_all([_loaded(selectors.live(key))], progress)
    return proof


def run_folder(
    folder: Path, *, only: Collection[str] | None = None, progress: Progress = quietly
) -> list[Proof]:
    """The scenarios of a city's files, `only` those of some services: with the desks, calendars and messages of the
    folder, and with its map where another city is live here. Raises FileNotFoundError."""
    return run_bundle(load_city(folder), only=only, progress=progress)


def run_bundle(
    city: CityBundle, *, only: Collection[str] | None = None, progress: Progress = quietly
) -> list[Proof]:
    """The same for files that are loaded already. What does not lint is not run, and nothing is when the files that
    all services share do not lint."""
    errors = [problem for problem in lint_city(city) if problem.severity == "error"]
    chosen = [loaded for key, loaded in city.services.items() if only is None or key in only]
    own = {loaded.file: [each for each in errors if each.file == loaded.file] for loaded in chosen}
    shared = [each for each in errors if each.file not in {one.file for one in city.services.values()}]
    if shared:
        return [Proof(one.key, one.file, refused=(*own[one.file], *shared)) for one in chosen]
    sound = [one for one in city.services.values() if one.model is not None and not own.get(one.file)]
    with sandbox():
        other_map = needs_places(city)
        rehearse(sound, city)
        if other_map:
            bring_places(city)
        proofs = _run_all([one for one in chosen if one in sound], progress)
    refused = [Proof(one.key, one.file, refused=tuple(own[one.file])) for one in chosen if own[one.file]]
    return sorted([*proofs, *refused], key=lambda proof: proof.file)


def run_versions(versions: Iterable[CaseTypeVersion], *, progress: Progress = quietly) -> list[Proof]:
    """Versions that are live in the caller's transaction, such as those of a publication."""
    with sandbox():
        return _run_all([_loaded(version) for version in versions], progress)


def _loaded(version: CaseTypeVersion) -> Loaded:
    return load_text(version.source, file_of(version.case_type_id), live_city().fragments)


def _run_all(services: list[Loaded], progress: Progress) -> list[Proof]:
    """Inside a sandbox in which these texts are live."""
    counted = _Counted(progress, sum(len(one.model.scenarios) for one in services if one.model))
    return [_Run(selectors.live_service(one.key).compiled, one, counted).proof() for one in services]


@dataclass
class _Counted:
    progress: Progress
    of: int
    done: int = 0

    def next(self, what: str) -> None:
        self.progress(self.done, self.of, what)
        self.done += 1


@dataclass
class _Run:
    """All scenarios of one service, each in a savepoint of its own."""

    compiled: CompiledService
    loaded: Loaded
    counted: _Counted

    def proof(self) -> Proof:
        spec = self.compiled.spec
        touched: set[DataPath] = set()
        accounts = []
        with as_in_the_city(spec.languages.required[0]):
            for name, scenario in spec.scenarios.items():
                self.counted.next(f"{spec.key}: {name}")
                with taken_back():
                    accounts.append(
                        Telling(self.compiled, self.loaded.marks, name, scenario, touched).account()
                    )
        coverage = covered(spec, touched, self.loaded.marks)
        return Proof(spec.key, self.loaded.file, tuple(accounts), coverage)
