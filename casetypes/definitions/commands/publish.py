"""`definitions publish [PATH] --as USER`: one transaction; refuses what does not lint."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from casetypes.access.models import User
from casetypes.definitions.services import DefinitionRefused, PublishReport, publish_city
from casetypes.kernel.errors import DomainError

HELP = "publish what changed in a city's folder"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder")
    parser.add_argument("--as", dest="user", default="system", help="the user name of who publishes")
    parser.add_argument("--only", nargs="+", metavar="SERVICE", help="publish these services only")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    label = _label(options["user"])
    if label is None:
        err.write(f'There is no user "{options["user"]}".\n')
        return 2
    folder = Path(options["path"] or settings.CITY_DIR)
    try:
        report = publish_city(folder, label, options["only"])
    except DefinitionRefused as refused:
        for problem in refused.problems:
            err.write(f"{problem}\n")
        err.write(f"{refused.message}\n")
        return 1
    except DomainError as error:
        err.write(f"{error.message}\n")
        return 1
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return 2
    _write(out, report)
    return 0


def _label(name: str) -> str | None:
    """How the audit log names who publishes: a number, never a name."""
    if name == "system":
        return "system"
    number = User.objects.filter(username=name, is_active=True).values_list("pk", flat=True).first()
    return f"user:{number}" if number else None


def _write(out: TextIO, report: PublishReport) -> None:
    for problem in report.warnings:
        out.write(f"warning: {problem}\n")
    for one in report.published:
        out.write(f"{one.kind} {one.key}: version {one.number} ({one.change})\n")
    out.write(f"{len(report.published)} published, {report.unchanged} unchanged.\n")
