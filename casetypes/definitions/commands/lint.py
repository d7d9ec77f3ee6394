"""`definitions lint [PATH] [--format text|json] [--language es|en]`: exit 0 clean, 1 errors, 2 could not read."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetypes.definitions.commands.language import add_language, speaking
from casetypes.definitions.commands.places import Chosen, choose
from casetypes.definitions.linter import lint_city
from casetypes.definitions.problems import Problem
from casetypes.definitions.wording import told

HELP = "check definitions: every problem with its file, line and column"
CLEAN, ERRORS, UNREADABLE = 0, 1, 2


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder, a folder of cities or one file")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    add_language(parser)


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        chosen = choose(options["path"])
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return UNREADABLE
    with speaking(options["language"], chosen[0].bundle.folder):
        problems = [told(problem) for one in chosen for problem in problems_of(one)]
        files = sum(1 if one.file else len(one.bundle.files()) for one in chosen)
        errors = [problem for problem in problems if problem.severity == "error"]
        warnings = [problem for problem in problems if problem.severity == "warning"]
        if options["format"] == "json":
            write_json(out, files, errors, warnings)
        else:
            write_text(out, files, errors, warnings)
    return ERRORS if errors else CLEAN


def problems_of(chosen: Chosen) -> list[Problem]:
    """All problems of the city, or those of the one file."""
    problems = lint_city(chosen.bundle)
    if chosen.file:
        return [problem for problem in problems if problem.file == chosen.file]
    return [replace(problem, file=chosen.prefix + problem.file) for problem in problems]


def write_json(out: TextIO, files: int, errors: list[Problem], warnings: list[Problem]) -> None:
    shape = {
        "files": files,
        "errors": [problem.as_json() for problem in errors],
        "warnings": [problem.as_json() for problem in warnings],
    }
    out.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")


def write_text(out: TextIO, files: int, errors: list[Problem], warnings: list[Problem]) -> None:
    out.writelines(f"{problem}\n" for problem in errors)
    out.writelines(f"{_('warning')}: {problem}\n" for problem in warnings)
    counts = (
        ngettext("%(count)s file", "%(count)s files", files) % {"count": files},
        ngettext("%(count)s error", "%(count)s errors", len(errors)) % {"count": len(errors)},
        ngettext("%(count)s warning", "%(count)s warnings", len(warnings)) % {"count": len(warnings)},
    )
    out.write("{}: {}, {}.\n".format(*counts))
