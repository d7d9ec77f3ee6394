"""Nothing half done, nothing of this or that machine, nothing of somebody else's, nothing said by `print`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import CODE, ROOT, files, named, python, templates

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|NotImplemented" r"Error)\b")
VAGUE_NAMES = {"helper", "helpers", "utils", "util", "common", "manager", "managers", "misc"}
HASHED = re.compile(r"^\s+--hash=sha256:[0-9a-f]{64}")


def texts() -> Iterator[Path]:
    yield from python(*CODE, "tests")
    yield from templates()
    for ending in (".css", ".js"):
        yield from files("themes", "cms", "reports", suffix=ending)
    for ending in (".md", ".yaml", ".toml", ".in"):
        yield from (path for path in ROOT.glob(f"*{ending}"))
    yield from files("workflows_yaml", suffix=".yaml")
    yield from [ROOT / "Makefile", ROOT / "manage.py", ROOT / ".ci" / "run"]


def test_nothing_is_left_half_done():
    found = [
        f"{named(path)}: {match.group()}"
        for path in texts()
        for match in UNFINISHED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_file_has_a_vague_name():
    vague = [named(path) for path in python() if VAGUE_NAMES.intersection({path.stem, path.parent.name})]
    assert vague == []


def prints() -> Iterator[str]:
    for path in python():
        if "config/runtime" in named(path):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                yield f"{named(path)}:{node.lineno}"


def test_only_the_supervisor_prints():
    """Commands of Django write to `self.stdout`."""
    assert list(prints()) == []


def test_locked_requirements_are_versions_and_hashes_and_no_address():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert [line for line in pins if "==" not in line] == [], lock
        hashes = sum(1 for line in lines if HASHED.match(line))
        assert hashes >= len(pins), lock
        assert [line for line in lines if "://" in line or "index-url" in line or "@ " in line] == [], lock


def test_nothing_third_party_is_copied_into_the_repository():
    copies = [
        named(path) for path in files("themes", *CODE, suffix="") if re.search(r"\.min\.(js|css)$", path.name)
    ]
    binaries = [named(p) for e in (".woff2", ".ttf", ".so", ".whl") for p in files("themes", *CODE, suffix=e)]
    assert copies + binaries == []


def test_no_file_knows_the_machine_it_was_written_on():
    homes = re.compile(r"(/ho" r"me/\w+|/ro" r"ot/|/wor" r"k/\w+)")
    found = [named(path) for path in texts() if homes.search(path.read_text(encoding="utf-8"))]
    assert found == []
