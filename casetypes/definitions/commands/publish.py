"""`definitions publish [PATH] --as USER`: one transaction; refuses what does not lint.

Services kept in the CMS are left alone: each is told with what differs, and the exit code is 1.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from casetypes.access.actors import for_user
from casetypes.access.models import User
from casetypes.access.policies import may
from casetypes.definitions.services import DefinitionRefused, PublishReport, publish_city
from casetypes.kernel.errors import DomainError

HELP = "publish what changed in a city's folder"
NEEDED = "somebody with the right publish_definitions does (desks.yaml; the change committee has it)."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder")
    parser.add_argument("--as", dest="user", default="system", help="the user name of who publishes")
    parser.add_argument("--only", nargs="+", metavar="SERVICE", help="publish these services only")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    label = "system"
    if options["user"] != "system":
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            err.write(f'There is no user "{options["user"]}".\n')
            return 2
        if not may(for_user(user), "definition.publish"):
            err.write(f'"{options["user"]}" may not publish: {NEEDED}\n')
            return 2
        label = for_user(user).label()
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
    for kept in report.refused:
        err.write(f"{kept}\n")
    return 1 if report.refused else 0


def _write(out: TextIO, report: PublishReport) -> None:
    for problem in report.warnings:
        out.write(f"warning: {problem}\n")
    for one in report.published:
        out.write(f"{one.kind} {one.key}: version {one.number} ({one.change})\n")
    out.write(f"{len(report.published)} published, {report.unchanged} unchanged.\n")
