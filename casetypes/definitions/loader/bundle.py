"""A city's folder, loaded whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from casetypes.definitions.loader.load import load_path
from casetypes.definitions.loader.loaded import Loaded
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.garbage import uncollected

SINGLE = ("city", "desks", "calendars", "messages")
# Of these rules one place may have more than one problem: what is missing stands nowhere.
SEVERAL_AT_ONE_PLACE = {"missing-key", "removed-without-migration"}
OPTIONAL = ("sign_on",)  # a city without such a file needs nothing


@dataclass(frozen=True)
class CityBundle:
    """Every file of a city. A file that does not exist is None; one that has problems is there with them."""

    folder: Path
    city: Loaded | None = None
    desks: Loaded | None = None
    calendars: Loaded | None = None
    messages: Loaded | None = None
    fragments: dict[str, Loaded] = field(default_factory=dict)
    services: dict[str, Loaded] = field(default_factory=dict)
    imports: dict[str, Loaded] = field(default_factory=dict)
    sign_on: Loaded | None = None
    misplaced: tuple[Problem, ...] = ()

    def files(self) -> list[Loaded]:
        singles = [getattr(self, name) for name in (*SINGLE, *OPTIONAL)]
        return [
            *(loaded for loaded in singles if loaded is not None),
            *self.fragments.values(),
            *self.services.values(),
            *self.imports.values(),
        ]

    def configuration(self) -> list[tuple[str, str, Loaded]]:
        """Kind, key and file of everything that is no service."""
        singles = [loaded for name in (*SINGLE, *OPTIONAL) if (loaded := getattr(self, name)) is not None]
        return [
            *((one.kind, one.kind, one) for one in singles),
            *(("fragment", key, one) for key, one in self.fragments.items()),
            *(("import", key, one) for key, one in self.imports.items()),
        ]

    @property
    def problems(self) -> list[Problem]:
        """Of reading and shape, in all files; the linter adds its own."""
        every = [problem for loaded in self.files() for problem in loaded.problems]
        return without_echoes([*every, *self.misplaced])


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted, each once: a fragment's problem also shows in every service that uses it."""
    seen: dict[tuple[str, int, int, str, str], Problem] = {}
    for problem in problems:
        what = problem.message if problem.rule in SEVERAL_AT_ONE_PLACE else ""
        seen.setdefault((problem.file, problem.line, problem.column, problem.rule, what), problem)
    return sorted(seen.values())


def load_city(folder: Path) -> CityBundle:
    """Load a city's folder; problems name files relative to it. Raises FileNotFoundError without the folder."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder")
    with uncollected():
        return _loaded(folder)


def _loaded(folder: Path) -> CityBundle:
    misplaced: list[Problem] = []
    named = [*SINGLE, *(name for name in OPTIONAL if (folder / f"{name}.yaml").is_file())]
    singles = {name: _single(folder, name, misplaced) for name in named}
    fragments = _keyed(folder, "fragments", "fragment", misplaced, {})
    services = _keyed(folder, "services", "service", misplaced, fragments)
    imports = _keyed(folder, "imports", "import", misplaced, {})
    return CityBundle(folder, **singles, fragments=fragments, services=services, imports=imports,
                      misplaced=tuple(misplaced))  # fmt: skip


def _single(folder: Path, kind: str, misplaced: list[Problem]) -> Loaded | None:
    path = folder / f"{kind}.yaml"
    if not path.is_file():
        misplaced.append(
            Problem(path.name, 1, 1, "missing-key", phrase("the city has no file %(name)s", name=path.name))
        )
        return None
    loaded = load_path(path, fragments={})
    misplaced.extend(_wrong_kind(loaded, kind))
    return loaded


def _keyed(
    folder: Path, name: str, kind: str, misplaced: list[Problem], fragments: dict[str, Loaded]
) -> dict[str, Loaded]:
    found: dict[str, Loaded] = {}
    for path in sorted((folder / name).glob("*.yaml")):
        loaded = load_path(path, name=f"{name}/{path.name}", fragments=fragments)
        key = _own_key(loaded, path, kind)
        misplaced.extend([*_wrong_kind(loaded, kind), *_other_name(loaded, path, kind)])
        if key in found:
            mark = loaded.marks.value(("key",))
            message = phrase(
                'the %(kind)s "%(key)s" is already defined in %(file)s',
                kind=kind,
                key=key,
                file=found[key].file,
            )
            misplaced.append(Problem(mark.file, mark.line, mark.column, "duplicate-key", message))
            key = loaded.file
        found[key] = loaded
    return found


def _own_key(loaded: Loaded, path: Path, kind: str) -> str:
    """Imports go by the name of their file: several may feed one service."""
    return path.stem if kind == "import" or loaded.kind != kind else loaded.key


def _other_name(loaded: Loaded, path: Path, kind: str) -> Iterable[Problem]:
    """A service is looked for in the file of its name."""
    key: object = loaded.data.get("key")
    if kind == loaded.kind == "service" and isinstance(key, str) and key != path.stem:
        mark = loaded.marks.value(("key",))
        message = phrase('the file %(name)s holds the service "%(key)s"', name=path.name, key=key)
        hint = phrase("Write key: %(stem)s, or name the file %(key)s.yaml.", stem=path.stem, key=key)
        yield Problem(mark.file, mark.line, mark.column, "bad-key", message, hint)


def _wrong_kind(loaded: Loaded, kind: str) -> Iterable[Problem]:
    if loaded.kind and loaded.kind != kind:
        mark = loaded.marks.value(("kind",))
        message = phrase(
            'a file of kind "%(kind)s" stands where a %(kind2)s belongs', kind=loaded.kind, kind2=kind
        )
        yield Problem(mark.file, mark.line, mark.column, "wrong-type", message)
