"""`definitions graph SERVICE [--output FILE] [--language es|en]`: SVG of the state machine."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from casetypes.definitions.graph import state_diagram
from casetypes.definitions.loader import load_path
from casetypes.definitions.schema.service import Service
from casetypes.definitions.selectors import live_service
from casetypes.kernel.errors import NotFound

HELP = "draw the state machine of a service as SVG"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service", help="the key of a live service, or a file")
    parser.add_argument("--output", help="the file to write; by default it is printed")
    parser.add_argument("--language", default="es", choices=[code for code, _name in settings.LANGUAGES])


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        spec = _spec(options["service"], err)
    except (NotFound, OSError) as error:
        err.write(f"{error}\n")
        return 2
    if spec is None:
        return 1
    svg = state_diagram(spec, options["language"])
    if options["output"]:
        Path(options["output"]).write_text(svg, "utf-8")
        out.write(f"{options['output']}\n")
    else:
        out.write(svg)
    return 0


def _spec(service: str, err: TextIO) -> Service | None:
    """The live version, or a file's definition as it stands; None after its problems are told."""
    if not service.endswith((".yaml", ".yml")):
        return live_service(service).compiled.spec
    loaded = load_path(Path(service))
    for problem in loaded.problems:
        err.write(f"{problem}\n")
    return loaded.model
