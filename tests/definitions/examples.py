"""Small cities to lint: the one beside this file, with one thing laid over one of its files."""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import load_city
from casetypes.definitions.problems import Problem
from casetypes.definitions.rule_page import PLACE, RulePage

VILLA = Path(__file__).parent / "city"
FILES = {"service": "services/bache.yaml", "import": "imports/bachometro.yaml"}


def villa(folder: Path) -> Path:
    """A copy of Villa that a test may change."""
    return Path(shutil.copytree(VILLA, folder / "villa"))


def file_of(kind: str) -> str:
    return FILES.get(kind, f"{kind}.yaml")


def lint_villa(folder: Path, overlay: str = "", kind: str = "service") -> list[Problem]:
    """Lint Villa with `overlay` (YAML) laid over one file: mappings merge, null takes a key away."""
    file = folder / file_of(kind)
    document = yaml.safe_load(file.read_text("utf-8"))
    merged = laid_over(document, yaml.safe_load(overlay.replace(PLACE, "")) or {})
    dumped = yaml.dump(merged, sort_keys=False, allow_unicode=True, default_flow_style=None, width=10_000)
    file.write_text(dumped, "utf-8")
    return lint_city(load_city(folder))


def lint_example(folder: Path, page: RulePage, example: str) -> list[Problem]:
    """Lint Villa with the good or the bad example of a rule in it."""
    if not page.raw:
        return lint_villa(folder, example, page.file)
    file = folder / file_of(page.file)
    file.write_text(_replaced(file.read_text("utf-8"), example.replace(PLACE, "")), "utf-8")
    return lint_city(load_city(folder))


def places(folder: Path, page: RulePage) -> list[tuple[int, int]]:
    """Line and column of every sign of the bad example, in the file as `lint_example` wrote it."""
    text = (folder / file_of(page.file)).read_text("utf-8")
    before, *behind = page.bad.split(PLACE)
    if not behind:
        return [(1, 1)]
    if page.raw:
        start = text.index((before + "".join(behind)).split("\n")[0])
        return [_line_and_column(text, start + len(before))]
    found, offset = [], len(before)
    for part in behind:
        found.append(_in_merged(page.bad.replace(PLACE, ""), offset, text))
        offset += len(part)
    return found


def laid_over(base: Any, overlay: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(overlay, dict):
        return overlay
    merged = dict(base)
    for key, value in overlay.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = laid_over(merged.get(key), value)
    return merged


def said(problems: list[Problem], rule: str) -> list[str]:
    return [str(problem) for problem in problems if problem.rule == rule]


def _replaced(text: str, section: str) -> str:
    """The text with the section of that top-level key exchanged; a new one stands at the end."""
    key = section.partition(":")[0]
    if not re.fullmatch(r"[a-z]+", key):
        return f"{text}{section}\n"
    return re.sub(rf"(?m)^{key}:.*\n(?:[ \n].*\n?)*", lambda _: section + "\n", text)


def _in_merged(overlay: str, offset: int, merged: str) -> tuple[int, int]:
    """Where what stands at `offset` of the overlay stands in the file it was laid over."""
    path, is_key, inside = next(
        (path, is_key, inside)
        for path, is_key, node in reversed(list(_nodes(yaml.compose(overlay), ())))
        if (inside := offset - _start(node)) == 0
        or offset == node.start_mark.index
        or (isinstance(node, yaml.ScalarNode) and inside >= 0 and offset < node.end_mark.index)
    )
    [node] = [n for p, k, n in _nodes(yaml.compose(merged), ()) if p == path and k == is_key]
    start = node.start_mark.index if inside < 0 else _start(node)
    return _line_and_column(merged, start + max(inside, 0))


def _start(node: yaml.Node) -> int:
    """Where the content begins: behind the quote."""
    return node.start_mark.index + int(getattr(node, "style", None) in ("'", '"'))


def _nodes(node: yaml.Node, path: tuple):
    """(path, whether it is the key there, node), each after what holds it."""
    yield path, False, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), True, key
            yield from _nodes(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _nodes(item, (*path, index))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
