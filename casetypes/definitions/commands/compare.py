"""`definitions diff SERVICE [--from V] [--to V|PATH]`: what changes between two versions, and how grave it is."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from casetypes.definitions.diff import Change, changes, classify, leaves
from casetypes.definitions.loader import load_path
from casetypes.definitions.loader.validation import dotted
from casetypes.definitions.models import CaseTypeVersion
from casetypes.definitions.selectors import live
from casetypes.kernel.errors import NotFound

HELP = "what changes between two versions of a service, or between the live one and a file"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service")
    parser.add_argument("--from", dest="old", type=int, help="a version's number; by default the live one")
    parser.add_argument("--to", dest="new", help="a version's number or a file; by default the live one")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        old = _document(options["service"], options["old"])
        new = _document(options["service"], options["new"])
    except NotFound as error:
        err.write(f"{error.message}\n")
        return 2
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return 2
    found = changes(old, new)
    for change in found:
        out.writelines(f"{_line(leaf)}\n" for leaf in leaves(change) or [change])
    out.write(f"{classify(old, new)}\n" if found else "no difference\n")
    return 0


def _document(service: str, which: str | int | None) -> dict[str, Any]:
    if which is None:
        return live(service).document
    if str(which).isdigit():
        version = CaseTypeVersion.objects.filter(case_type=service, number=int(which)).first()
        if version is None:
            raise NotFound(f'The service "{service}" has no version {which}.')
        return version.document
    return load_path(Path(str(which))).data


def _line(change: Change) -> str:
    return f"{change.kind:<9} {dotted(change.path)}: {_shown(change.before)} → {_shown(change.after)}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"
