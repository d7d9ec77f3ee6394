"""A file stops at 400 lines and a function at 50."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import CODE, files, named, python

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50


def test_no_file_is_longer_than_four_hundred_lines():
    everything = [*python(*CODE, "tests"), *files("themes", suffix=".css"), *files("themes", suffix=".js")]
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in everything}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE} == {}


def functions() -> Iterator[tuple[str, int]]:
    """(file:line name, lines of code, without its docstring and decorators)"""
    for path in python(*CODE, "tests"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
                yield f"{named(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1 - said


def test_no_function_is_longer_than_fifty_lines():
    assert {name: lines for name, lines in functions() if lines > MOST_LINES_OF_A_FUNCTION} == {}
