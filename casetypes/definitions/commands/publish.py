"""`definitions publish [PATH] --as USER`: one transaction; refuses what does not lint.

Services kept in the CMS are left alone: each is told with what differs, and the exit code is 1.
"""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from casetypes.access.actors import for_user
from casetypes.access.models import User
from casetypes.access.policies import may
from casetypes.definitions.commands.language import add_language, speaking
from casetypes.definitions.history import KINDS, RENAME
from casetypes.definitions.services import DefinitionRefused, Published, PublishReport, publish_city
from casetypes.definitions.wording import told
from casetypes.kernel import progress
from casetypes.kernel.errors import DomainError

FILES = {
    "service": pgettext_lazy("file", "service"),
    "fragment": pgettext_lazy("file", "fragment"),
    "city": pgettext_lazy("file", "city"),
    "desks": pgettext_lazy("file", "desks"),
    "calendars": pgettext_lazy("file", "calendars"),
    "messages": pgettext_lazy("file", "messages"),
    "import": pgettext_lazy("file", "import"),
    "sign_on": pgettext_lazy("file", "single sign-on"),
}
HELP = "publish what changed in a city's folder"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", help="a city's folder")
    parser.add_argument("--as", dest="user", default="system", help="the user name of who publishes")
    parser.add_argument("--only", nargs="+", metavar="SERVICE", help="publish these services only")
    add_language(parser)


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    folder = Path(options["path"] or settings.CITY_DIR)
    with speaking(options["language"], folder):
        return _run(folder, options, out, err)


def _run(folder: Path, options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    label = "system"
    if options["user"] != "system":
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            said = _("There is no user “%(user)s”.") % {"user": options["user"]}
            err.write(f"{said}\n")
            return 2
        if not may(for_user(user), "definition.publish"):
            said = _(
                "“%(user)s” may not publish: somebody with the right publish_definitions does (desks.yaml; the "
                "change committee has it)."
            ) % {"user": options["user"]}
            err.write(f"{said}\n")
            return 2
        actor = for_user(user)
        label = actor.label(actor.role_with("publish_definitions"))
    try:
        with progress.bar() as show:
            report = publish_city(folder, label, options["only"], progress=show)
    except DefinitionRefused as refused:
        for problem in refused.problems:
            err.write(f"{told(problem)}\n")
        err.write(f"{refused.message}\n")
        return 1
    except DomainError as error:
        err.write(f"{error.message}\n")
        return 1
    except OSError as error:
        said = _("Could not read: %(error)s") % {"error": error}
        err.write(f"{said}\n")
        return 2
    _write(out, report)
    for kept in report.refused:
        err.write(f"{kept}\n")
    return 1 if report.refused else 0


def _write(out: TextIO, report: PublishReport) -> None:
    for problem in report.warnings:
        out.write(f"{_('warning')}: {told(problem)}\n")
    for one in report.published:
        out.write(f"{_line(one)}\n")
    if report.without_file:
        out.write(f"{_without_file(report.without_file)}\n")
    counts = {"published": len(report.published), "unchanged": report.unchanged}
    said = _("%(published)s published, %(unchanged)s unchanged.") % counts
    out.write(f"{said}\n")


def _without_file(keys: tuple[str, ...]) -> str:
    words = ngettext(
        "%(services)s has no file in the folder any more and stays live: publishing takes no service away.",
        "%(services)s have no file in the folder any more and stay live: publishing takes no service away.",
        len(keys),
    )
    return words % {"services": ", ".join(keys)}


def _line(one: Published) -> str:
    """ "service bache: version 3 (rules)", "city: version 2 (texts …)"; a fragment has its version in its name."""
    name = str(FILES[one.kind]) if one.kind == one.key else f"{FILES[one.kind]} {one.key}"
    change = RENAME if one.renamed else KINDS.get(one.change, one.change)
    if one.kind == "fragment":
        return f"{name} ({pgettext('history', 'first time') if one.change == 'first' else change})"
    version = _("version %(number)s") % {"number": one.number}
    return f"{name}: {version} ({change})"
