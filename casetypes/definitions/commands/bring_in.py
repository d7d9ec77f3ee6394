"""`definitions import DIR --as USER`: publish what changed in a whole folder, such as one that `export` wrote.

As `publish`, and refuses a folder that is not whole. Exit 0; 1 refused; 2 could not read.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from casetypes.definitions.commands import publish
from casetypes.definitions.commands.language import add_language
from casetypes.definitions.publishing.transfer import refuse_half_written
from casetypes.kernel.errors import DomainError

HELP = "publish what changed in a whole folder of definitions, such as an exported one"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", help="a folder with every file of the city")
    parser.add_argument("--as", dest="user", default="system", help="the user name of who publishes")
    add_language(parser)


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        refuse_half_written(Path(options["path"]))
    except DomainError as error:
        err.writelines(f"{reason}\n" for reason in getattr(error, "reasons", None) or [error.message])
        return 1
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return 2
    return publish.run({**options, "only": None}, out, err)
