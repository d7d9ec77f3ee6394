"""`definitions fragments [PATH] [--language es|en]`: who uses which version of a shared part, what is newer, and what a
service would change with it. A fragment that has errors is named, and not offered. Exit 0; 2 could not read.
"""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from casetypes.definitions.checking import live_city
from casetypes.definitions.commands.places import choose
from casetypes.definitions.differences.comparison import Side, compare
from casetypes.definitions.linter import lint_file
from casetypes.definitions.loader import CityBundle, Loaded, load_text
from casetypes.definitions.pins import Offer, offers, with_offer

HELP = "who uses which version of a shared part, and what a newer one would change"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder; by default what is published")
    parser.add_argument("--language", default="es", choices=[code for code, _name in settings.LANGUAGES])


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    try:
        bundles = [one.bundle for one in choose(options["path"])] if options["path"] else [_published()]
    except OSError as error:
        err.write(f"Could not read: {error}\n")
        return 2
    with override(options["language"]):
        for bundle in bundles:
            out.writelines(f"{line}\n" for line in _lines(bundle, options["language"]))
    return 0


def _published() -> CityBundle:
    """What is live; its services are read again, for the places of their pins."""
    city = live_city()
    services = {key: load_text(one.text, one.file, city.fragments) for key, one in city.services.items()}
    return CityBundle(city.folder, fragments=city.fragments, services=services)


def _lines(bundle: CityBundle, language: str) -> Iterator[str]:
    users: dict[str, list[str]] = defaultdict(list)
    for key, loaded in bundle.services.items():
        for pin in loaded.lock:
            users[pin].append(key)
    for pin in sorted({*bundle.fragments, *users}):
        used = ", ".join(users[pin]) or _("nobody")
        yield _("%(pin)s: used by %(services)s") % {"pin": pin, "services": used}
    faulty = {key: count for key, one in bundle.fragments.items() if (count := _errors(one, bundle))}
    for key, count in faulty.items():
        words = ngettext(
            "%(file)s has %(count)s error, so what would change with it is not told; see it with: definitions lint "
            "%(path)s",
            "%(file)s has %(count)s errors, so what would change with it is not told; see them with: definitions lint "
            "%(path)s",
            count,
        )
        file = bundle.fragments[key].file
        yield words % {"file": file, "count": count, "path": bundle.folder / file}
    for loaded in bundle.services.values():
        for offer in offers(loaded, bundle.fragments.keys() - faulty.keys()):
            yield from _offered(loaded, offer, bundle, language)


def _errors(fragment: Loaded, bundle: CityBundle) -> int:
    found = [*lint_file(fragment, bundle), *bundle.misplaced]
    return sum(1 for each in found if each.severity == "error" and each.file == fragment.file)


def _offered(loaded: Loaded, offer: Offer, bundle: CityBundle, language: str) -> Iterator[str]:
    values = {"service": loaded.key, "pin": offer.pin, "newer": offer.newer}
    yield _("%(service)s could go from %(pin)s to %(newer)s:") % values
    newer = with_offer(loaded, offer, bundle.fragments)
    comparison = compare(loaded.key, Side(loaded.data), Side(newer.data), language=language, counted=False)
    for each in comparison.differences:
        yield from (f"  · {sentence}" for sentence in each.sentences)
