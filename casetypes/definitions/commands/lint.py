"""`definitions lint [PATH] [--format text|json]`: exit 0 clean, 1 errors, 2 could not read."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TextIO

from casetypes.definitions.commands.places import Chosen, choose
from casetypes.definitions.linter import lint_city
from casetypes.definitions.problems import Problem

HELP = "check definitions: every problem with its file, line and column"
CLEAN, ERRORS, UNREADABLE = 0, 1, 2


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder, a folder of cities or one file")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        chosen = choose(options["path"])
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return UNREADABLE
    problems = [problem for one in chosen for problem in problems_of(one)]
    files = sum(1 if one.file else len(one.bundle.files()) for one in chosen)
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if options["format"] == "json":
        shape = {
            "files": files,
            "errors": [problem.as_json() for problem in errors],
            "warnings": [problem.as_json() for problem in warnings],
        }
        out.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
    else:
        write_text(out, files, errors, warnings)
    return ERRORS if errors else CLEAN


def problems_of(chosen: Chosen) -> list[Problem]:
    """All problems of the city, or those of the one file."""
    problems = lint_city(chosen.bundle)
    if chosen.file:
        return [problem for problem in problems if problem.file == chosen.file]
    return [replace(problem, file=chosen.prefix + problem.file) for problem in problems]


def write_text(out: TextIO, files: int, errors: list[Problem], warnings: list[Problem]) -> None:
    for problem in errors:
        out.write(f"{problem}\n")
    for problem in warnings:
        out.write(f"warning: {problem}\n")
    counts = f"{_count(files, 'file')}: {_count(len(errors), 'error')}, {_count(len(warnings), 'warning')}"
    out.write(f"{counts}.\n")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
