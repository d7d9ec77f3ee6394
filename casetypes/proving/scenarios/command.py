"""`definitions test [PATH] [--service KEY …] [--live] [--coverage] …`: run scenarios; nothing is left behind.

Exit 0: all hold. 1: some do not, or a file has errors. 2: could not be read.
"""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any, TextIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.definitions import selectors
from casetypes.definitions.commands.places import Chosen, choose
from casetypes.kernel import progress
from casetypes.kernel.errors import DomainError
from casetypes.proving.scenarios import output
from casetypes.proving.scenarios.account import Proof
from casetypes.proving.scenarios.running import run_bundle, run_live

HELP = "run the scenarios of definitions on the real engine and say which do not hold, and why"
HOLD, FAIL, UNREADABLE = 0, 1, 2


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder, a folder of cities or one file")
    parser.add_argument("--service", nargs="+", metavar="KEY", help="only the scenarios of these services")
    parser.add_argument("--live", action="store_true", help="the versions that are live, instead of files")
    parser.add_argument("--coverage", action="store_true", help="also list what no scenario touches")
    parser.add_argument("--language", default="es", choices=[code for code, _name in settings.LANGUAGES])
    parser.add_argument("--format", choices=["text", "json"], default="text")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    with translation.override(options["language"]):
        try:
            with progress.bar() as show:
                proofs = _live(options, show) if options["live"] else _files(options, show)
        except (OSError, DomainError) as error:
            reason = _("Could not read: %(error)s") % {"error": error}
            err.write(f"{reason}\n")
            return UNREADABLE
        if not proofs:
            reason = _("There is no such service here.")
            err.write(f"{reason}\n")
            return UNREADABLE
        if options["format"] == "json":
            out.write(json.dumps(output.as_json(proofs), ensure_ascii=False, indent=2) + "\n")
        else:
            out.write(output.as_text(proofs, coverage=options["coverage"]))
    return HOLD if all(proof.passed for proof in proofs) else FAIL


def _live(options: Mapping[str, Any], show: progress.Show) -> list[Proof]:
    keys = options["service"] or [service.key for service in selectors.live_services()]
    return [run_live(key, progress=show) for key in keys]


def _files(options: Mapping[str, Any], show: progress.Show) -> list[Proof]:
    return [
        proof.under(chosen.prefix)
        for chosen in choose(options["path"])
        for proof in run_bundle(chosen.bundle, only=_only(chosen, options["service"]), progress=show)
    ]


def _only(chosen: Chosen, named: list[str] | None) -> list[str] | None:
    """Keys that were asked for: the service of the one file, those that were named, or all (None)."""
    own = [key for key, loaded in chosen.bundle.services.items() if loaded.file == chosen.file]
    return own or named
