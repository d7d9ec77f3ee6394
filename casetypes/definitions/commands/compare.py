"""`definitions diff SERVICE [--from V] [--to V|draft|PATH] [--language es|en] [--format text|json]`: what changes
between two versions in plain words, how grave it is, and how many open cases it meets. Exit 0; 2 could not read.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from casetypes.definitions.differences.comparison import Comparison, Side, compare
from casetypes.definitions.differences.sides import names_of_the_city, side
from casetypes.kernel.errors import NotFound

HELP = "what changes between two versions of a service, or between the live one and a draft or file"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service")
    parser.add_argument("--from", dest="old", type=int, help="a version's number; by default the live one")
    parser.add_argument(
        "--to", dest="new", help='a version\'s number, "draft" or a file; by default the live one'
    )
    parser.add_argument("--language", default="es", choices=[code for code, _name in settings.LANGUAGES])
    parser.add_argument("--format", choices=["text", "json"], default="text")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    service, language = options["service"], options["language"]
    try:
        old, new = side(service, options["old"]), side(service, options["new"])
        comparison = compare(service, old, new, language=language, city=names_of_the_city())
    except NotFound as error:
        err.write(f"{error.message}\n")
        return 2
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return 2
    if options["format"] == "json":
        out.write(json.dumps(as_json(comparison, old, new), ensure_ascii=False, indent=2) + "\n")
        return 0
    with override(language):
        out.writelines(f"{line}\n" for line in _lines(comparison))
    return 0


def as_json(comparison: Comparison, old: Side, new: Side) -> dict[str, Any]:
    """For machines: paths stand beside the sentences. `open_cases` is null where nobody counted."""
    counted = comparison.open_cases
    return {
        "service": comparison.service,
        "from": old.number,
        "to": new.number,
        "class": comparison.kind if comparison.differences else None,
        "basis": comparison.basis or None,
        "open_cases": {"total": counted.total, "by_version": counted.by_version} if counted.known else None,
        "changes": [
            {
                "class": each.kind,
                "path": list(each.path),
                "sentences": list(each.sentences),
                "open_cases": each.count,
            }
            for each in comparison.differences
        ],
    }


def _lines(comparison: Comparison) -> Iterator[str]:
    if not comparison.differences:
        yield _("No difference.")
        return
    yield from open_cases_in_words(comparison)
    for group in comparison.groups():
        yield f"{group.title}. {group.meaning}"
        yield from (f"  · {sentence}" for each in group.differences for sentence in each.sentences)


def open_cases_in_words(comparison: Comparison) -> Iterator[str]:
    """ "49 open cases: 41 on version 1, 8 on version 3"; nothing where nobody counted or none is open."""
    counted = comparison.open_cases
    if not counted.total:
        return
    parts = (
        _("%(count)s on version %(number)s") % {"count": count, "number": number}
        for number, count in counted.by_version.items()
    )
    words = ngettext(
        "%(number)s open case: %(versions)s.", "%(number)s open cases: %(versions)s.", counted.total
    )
    yield words % {"number": counted.total, "versions": ", ".join(parts)}
