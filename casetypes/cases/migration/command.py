"""`definitions migrate SERVICE --to V`: running cases go to another version; `--dry-run` says what happens to each.

The same command again goes on with a batch that was stopped. `--undo BATCH` brings a batch back. Whoever has it write
is named by `--as` and may publish definitions.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Mapping
from typing import Any, TextIO

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor, for_user
from casetypes.access.models import User
from casetypes.access.policies import may
from casetypes.cases.migration import batches, reading, words
from casetypes.cases.migration.ways import legal_basis, version, ways
from casetypes.cases.models import MigratedCase, MigrationBatch
from casetypes.kernel import progress
from casetypes.kernel.errors import DomainError, NotFound, Refused

HELP = "take running cases of a service to another version, or see what would become of them"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("service")
    parser.add_argument("--to", dest="new", type=int, help="the version's number")
    parser.add_argument(
        "--from", dest="old", type=int, help="only cases of this version; by default all earlier ones"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would become of each case and write nothing; with --undo, too",
    )
    parser.add_argument(
        "--basis", default="", help="the legal basis on which changed rules reach running cases"
    )
    parser.add_argument("--undo", type=int, metavar="BATCH", help="bring the cases of a batch back")
    parser.add_argument(
        "--as", dest="user", default="", help="the user name of who moves them; a dry run needs none"
    )
    parser.add_argument("--language", default="", help="of the report: es or en")
    parser.add_argument("--format", choices=["text", "json", "csv"], default="text")


def run(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    with translation.override(options["language"] or get_language() or "es"):
        try:
            if options["undo"] is None and options["new"] is None:
                raise Unclear(_("Say to which version: --to V."))
            work = _forecasts if options["dry_run"] else _writes
            return work(options, out, err)
        except DomainError as error:
            err.write(f"{error.message}\n")
            return 2 if isinstance(error, NotFound | Unclear) else 1


class Unclear(DomainError):
    """The command does not say enough, or not by whom: nothing was begun."""


def _forecasts(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    forecast = _forecast if options["undo"] is None else _forecast_return
    return forecast(options, out, err)


def _writes(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    actor = _actor(options["user"])
    write = _migrate if options["undo"] is None else _undo
    return write(options, actor, out, err)


def _actor(name: str) -> Actor:
    """Who is to answer for it, also where a stopped batch goes on. Raises Unclear, NotFound."""
    if not name:
        raise Unclear(
            _(
                "Say who moves the cases: --as USER, somebody with the right publish_definitions (desks.yaml; the "
                "change committee has it). With --dry-run nobody has to be named."
            )
        )
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no user called %(name)s.") % {"name": name})
    actor = for_user(user)
    if not may(actor, batches.RIGHT):
        raise Unclear(
            _(
                "“%(user)s” may not move cases: somebody with the right publish_definitions does (desks.yaml; the "
                "change committee has it)."
            )
            % {"user": name}
        )
    return actor


def _forecast(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    service, number, source = options["service"], options["new"], options["old"]
    counted: Counter[str] = Counter()
    warned, shown = 0, reading.may_be_listed(service)
    writer = reading.writer(options["format"], out)
    with progress.bar(service) as show:
        for fate in batches.forecast(service, number, source, progress=show):
            outcome = MigratedCase.WILL_GO if fate.goes else MigratedCase.STAYS
            counted[outcome] += 1
            warned += fate.goes and bool(fate.past)
            if shown:
                writer.line(reading.of_fate(fate, outcome))
    writer.end(_summary(counted), batch=None)
    if warned:
        err.write(words.warned(warned) + "\n")
    if not shown:
        err.write(_("The service is confidential: its cases are counted and not listed.") + "\n")
    try:
        legal_basis(ways(service, version(service, number), source).values(), options["basis"])
    except Refused as refused:
        err.write(f"{refused.message}\n")
    return 0


def _migrate(options: Mapping[str, Any], actor: Actor, out: TextIO, err: TextIO) -> int:
    service, number, source = options["service"], options["new"], options["old"]
    batch = batches.unfinished(service, number, source)
    if batch is None:
        batch = batches.begin(service, number, source, actor=actor, basis=options["basis"])
        try:
            batch = batches.start(batch.pk, actor=actor)
        except DomainError:
            batch.delete()
            raise
    return _proceed(batch, options, out, err)


def _undo(options: Mapping[str, Any], actor: Actor, out: TextIO, err: TextIO) -> int:
    batch = _batch(options)
    if batch.state != MigrationBatch.RETURNING:
        batch = batches.undo(batch.pk, actor=actor)
    return _proceed(batch, options, out, err)


def _batch(options: Mapping[str, Any]) -> MigrationBatch:
    batch = batches.get(options["undo"])
    if batch.case_type_id != options["service"]:
        raise NotFound(_("There is no such batch."))
    return batch


def _forecast_return(options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    """What `--undo` would bring back, and what not. Nothing is written."""
    batch = _batch(options)
    done = reading.counts(batch)
    counted = Counter({name: done.get(name, 0) for name in (MigratedCase.STAYS, MigratedCase.BACK)})
    shown = reading.may_be_listed(batch.case_type_id)
    writer = reading.writer(options["format"], out)
    with progress.bar(batch.case_type_id) as show:
        for weighed in batches.forecast_return(batch.pk, progress=show):
            line = reading.of_return(weighed, batch.target_id)
            counted[line.outcome] += 1
            if shown:
                writer.line(line)
    writer.end(_summary(counted), batch=batch.pk)
    if not shown:
        err.write(_("The service is confidential: its cases are counted and not listed.") + "\n")
    return 0


def _proceed(batch: MigrationBatch, options: Mapping[str, Any], out: TextIO, err: TextIO) -> int:
    """Only cases that did not do what was asked are listed; the exit code is 1 when there are any."""
    failed = MigratedCase.HELD if batch.state == MigrationBatch.RETURNING else MigratedCase.STAYS
    with progress.bar(batch.case_type_id) as show:
        batches.proceed(batch.pk, progress=show)
    writer = reading.writer(options["format"], out)
    counted = reading.counts(batch)
    if reading.may_be_listed(batch.case_type_id):
        for line in reading.lines(batch, failed):
            writer.line(line)
    writer.end(_summary(counted), batch=batch.pk)
    return 1 if counted.get(failed) else 0


def _summary(counted: Mapping[str, int]) -> dict[str, int]:
    return {name: counted[name] for name in words.OUTCOMES if counted.get(name)}
