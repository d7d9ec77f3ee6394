"""`definitions schema [--check]`: write workflows_yaml/schema/*.schema.json, for completion in an editor."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from casetypes.definitions.json_schemas import json_schemas

HELP = "write the JSON Schemas of the language"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether the files are current")


def folder() -> Path:
    return Path(settings.BASE_DIR) / "workflows_yaml" / "schema"


def texts() -> dict[Path, str]:
    """The files as they should be."""
    return {
        folder() / f"{kind}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for kind, schema in json_schemas().items()
    }


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    stale = [path for path, text in texts().items() if not path.is_file() or path.read_text("utf-8") != text]
    if options["check"]:
        for path in stale:
            err.write(f"{path.name} is not current; run: python manage.py definitions schema\n")
        return 1 if stale else 0
    folder().mkdir(parents=True, exist_ok=True)
    for path, text in texts().items():
        path.write_text(text, "utf-8")
    out.write(f"{len(texts())} schemas, {len(stale)} changed.\n")
    return 0
