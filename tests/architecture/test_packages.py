"""Each room and face says what it owns, and every folder of Python says what it is for."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import CODE, ROOT, named, python

ROOMS = sorted(path.parent for path in (ROOT / "casetypes").glob("*/__init__.py"))
FACES = [
    ROOT / "api",
    ROOT / "reports",
    *sorted(path.parent for path in (ROOT / "cms").glob("*/__init__.py")),
]
LIMIT = re.compile(r"\b(never|nothing|only|neither|without)\b", re.IGNORECASE)
SILENT = {"management", "commands", "migrations", "templatetags"}  # folders that Django asks for


def docstring(package: Path) -> str:
    return ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("package", [*ROOMS, *FACES], ids=named)
def test_a_room_or_face_says_what_it_owns_what_it_never_does_and_where_to_start(package: Path):
    said = docstring(package)
    assert said.count(".") > 1, "what it owns"
    assert LIMIT.search(said), "what it never does"
    assert "`" in said, "where to start"


def test_every_other_package_says_in_a_line_what_it_is_for():
    packages = {path.parent for path in python(*CODE) if path.name == "__init__.py"}
    by_django = {path for path in packages if path.name in SILENT}
    silent = [named(path) for path in sorted(packages - by_django) if not docstring(path)]
    assert silent == []


def test_every_folder_of_python_is_a_package():
    folders = {path.parent for path in python(*CODE, "tests")}
    assert [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_the_tree_in_the_documentation_names_every_room():
    said = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room.name for room in ROOMS if f"  {room.name}/" not in said] == []
