"""Small cities to lint: the one beside this file, with one thing laid over one of its files."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import load_city
from casetypes.definitions.problems import Problem

VILLA = Path(__file__).parent / "city"
FILES = {"service": "services/bache.yaml", "import": "imports/bachometro.yaml"}


def villa(folder: Path) -> Path:
    """A copy of Villa that a test may change."""
    return Path(shutil.copytree(VILLA, folder / "villa"))


def lint_villa(folder: Path, overlay: str = "", kind: str = "service") -> list[Problem]:
    """Lint Villa with `overlay` (YAML) laid over one file: mappings merge, null takes a key away."""
    file = folder / FILES.get(kind, f"{kind}.yaml")
    document = yaml.safe_load(file.read_text("utf-8"))
    merged = laid_over(document, yaml.safe_load(overlay) or {})
    file.write_text(yaml.dump(merged, sort_keys=False, allow_unicode=True, default_flow_style=None), "utf-8")
    return lint_city(load_city(folder))


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
