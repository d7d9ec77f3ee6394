"""`definitions export DIR [--overwrite]`: the city's files, byte for byte where nothing changed. Exit 0; 1 refused;
2 could not write, and then nothing was.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from casetypes.definitions.publishing.transfer import export
from casetypes.kernel.errors import DomainError

HELP = "write the definitions as files, byte for byte where nothing changed"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", help="a folder; it is made when it does not exist")
    parser.add_argument("--overwrite", action="store_true", help="replace files that say something else")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        done = export(Path(options["folder"]), overwrite=options["overwrite"])
    except DomainError as error:
        err.writelines(f"{reason}\n" for reason in getattr(error, "reasons", None) or [error.message])
        return 1
    except OSError as error:
        err.write(f"Could not write, and nothing was changed: {error}\n")
        return 2
    out.writelines(f"{path}\n" for path in done.written)
    out.write(f"{len(done.written)} written, {len(done.unchanged)} unchanged.\n")
    return 0
