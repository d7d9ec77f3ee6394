"""Running an import: check the file, then bring it in by batches, so that a killed run goes on where it stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access.actors import SYSTEM
from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.cases.opening import History, Opening, open_history
from casetypes.citizens import services as citizens
from casetypes.intake.folios import trying_folios
from casetypes.intake.imports import mapping as mappings
from casetypes.intake.imports import reading, sampling
from casetypes.intake.imports.alone import alone
from casetypes.intake.imports.identity import MaybeRepeated, NaturalKeys
from casetypes.intake.imports.judging import Rejection
from casetypes.intake.imports.lines import FileRefused, opened
from casetypes.intake.imports.mapping import Candidate, Mapping
from casetypes.intake.imports.masking import mask
from casetypes.intake.imports.reading import FileState, Row
from casetypes.intake.imports.summary import Summary
from casetypes.intake.models import ImportRejection, ImportRun
from casetypes.kernel import clock

BATCH = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """What a run will read: the mapping, the file as it was checked and how many records it holds."""

    mapping: Mapping
    path: Path
    records: int
    file: FileState
    maybe_repeated: frozenset[bytes] = frozenset()


@dataclass
class Outcome:
    """What became of rows, or would become of them; `rejected` in the order of the file."""

    candidates: list[Candidate] = field(default_factory=list)
    rejected: list[tuple[Row, str, Rejection]] = field(default_factory=list)
    already_there: int = 0
    summary: Summary = field(default_factory=Summary)


@dataclass
class Forecast:
    """What `--check` tells: the counts of a run that was not made."""

    read: int = 0
    created: int = 0
    already_there: int = 0
    rejected: int = 0
    summary: Summary = field(default_factory=Summary)


def plan(mapping_key: str, path: Path) -> Plan:
    """Check mapping and file; nothing is written. Raises NotFound, Invalid, FileRefused."""
    mapping = mappings.load(mapping_key)
    layout = mapping.spec.format
    with opened(path, layout.encoding):
        file = FileState.of(path)
    sample, repeated = sampling.Sample(), MaybeRepeated(mapping.id_columns)

    def watch(row: Row) -> None:
        sample.watch(row)
        repeated.watch(row)

    records = reading.check(path, layout, mapping.column_names, watch)
    sampling.written_as_said(mapping, sample, path)
    sampling.belong_together(mapping, sample, path.name)
    planned = Plan(mapping, path, records, file, frozenset(repeated.hashes))
    _refuse_changed(planned)
    return planned


def forecast(planned: Plan, *, progress: Progress = lambda read, rejected: None) -> Forecast:
    """Judge every row as `run` would, and write nothing."""
    told = Forecast()
    for batch in _batches(planned, skip=0):
        outcome = _sort(planned.mapping, batch)
        told.read += len(batch)
        told.created += len(outcome.candidates)
        told.already_there += outcome.already_there
        told.rejected += len(outcome.rejected)
        told.summary.add(outcome.summary)
        progress(told.read, told.rejected)
    return told


def run(
    planned: Plan, *, started_by: User | None = None, progress: Progress = lambda read, rejected: None
) -> ImportRun:
    """Bring the file in; `progress` is told rows read and rejected after each batch.

    A run of the same file that was stopped goes on where it stopped; rows that are cases already change nothing.
    Raises ImportBusy while another run of the mapping lasts, FileRefused when the file is not the one that was
    checked any more: batches written until then stay, and count as there already in the next run.
    """
    with alone(planned.mapping.key):
        if FileState.of(planned.path) != planned.file:
            raise _changed(planned)
        import_run = _begin(planned, started_by)
        progress(import_run.read, import_run.rejected)
        for batch in _batches(planned, skip=import_run.read):
            _carry_in(planned, import_run, batch)
            progress(import_run.read, import_run.rejected)
        import_run.finished_at = clock.now()
        import_run.save(update_fields=["finished_at"])
    return import_run


def _batches(planned: Plan, *, skip: int) -> Iterator[list[tuple[Row, str]]]:
    """Rows with their natural keys. Those that an earlier start brought in are passed by, but counted as repeats."""
    keys = NaturalKeys(planned.mapping.id_columns, planned.maybe_repeated)
    every = ((row, keys.of(row)) for row in reading.read(planned.path, planned.mapping.spec.format))
    rows = islice(every, skip, None)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _refuse_changed(planned: Plan) -> None:
    if not planned.file.still(planned.path):
        raise _changed(planned)


def _changed(planned: Plan) -> FileRefused:
    return FileRefused(
        _("%(file)s changed since it was checked. Start again when it is complete.")
        % {"file": planned.path.name}
    )


def _begin(planned: Plan, started_by: User | None) -> ImportRun:
    """The stopped run of this very file, or a new one."""
    stopped = ImportRun.objects.filter(
        mapping=planned.mapping.key, file_sha256=planned.file.sha256, finished_at=None
    )
    if resumed := stopped.order_by("-id").first():
        resumed.resumed_at, resumed.started_by = clock.now(), started_by or resumed.started_by
        resumed.save(update_fields=["resumed_at", "started_by"])
        return resumed
    return ImportRun.objects.create(
        mapping=planned.mapping.key,
        file_name=planned.path.name,
        file_sha256=planned.file.sha256,
        started_by=started_by,
    )


def _carry_in(planned: Plan, import_run: ImportRun, batch: list[tuple[Row, str]]) -> None:
    """One batch, whole or not at all, with the run's counts."""
    mapping = planned.mapping
    before = {
        name: getattr(import_run, name)
        for name in ("read", "created", "already_there", "rejected", "summary")
    }

    def carry() -> None:
        for name, value in before.items():
            setattr(import_run, name, value)
        with transaction.atomic():
            outcome = _sort(mapping, batch)
            open_history([_opening(mapping, candidate) for candidate in outcome.candidates])
            ImportRejection.objects.bulk_create(_rejected(import_run, *one) for one in outcome.rejected)
            _count(import_run, outcome, len(batch))
            _refuse_changed(planned)

    trying_folios(carry)


def _count(import_run: ImportRun, outcome: Outcome, rows: int) -> None:
    import_run.read += rows
    import_run.created += len(outcome.candidates)
    import_run.already_there += outcome.already_there
    import_run.rejected += len(outcome.rejected)
    summary = Summary.from_json(import_run.summary)
    summary.add(outcome.summary)
    import_run.summary = summary.as_json()
    import_run.save()


def _known(mapping: Mapping, batch: list[tuple[Row, str]]) -> set[str]:
    """Natural keys of this batch that are cases already."""
    found = Case.objects.filter(source=mapping.source, source_id__in=[key for _row, key in batch])
    return set(found.values_list("source_id", flat=True))


def _sort(mapping: Mapping, batch: list[tuple[Row, str]]) -> Outcome:
    known = _known(mapping, batch)
    result = Outcome()
    for row, source_id in batch:
        if source_id in known:
            result.already_there += 1
            continue
        judged = mapping.judge(row, source_id, result.summary)
        if isinstance(judged, Rejection):
            result.rejected.append((row, source_id, judged))
        else:
            result.candidates.append(judged)
            known.add(source_id)
    return result


def _opening(mapping: Mapping, candidate: Candidate) -> Opening:
    place, answers, closing = candidate.place, candidate.answers, candidate.closing
    citizen = citizens.register(contacts={}, language="es") if answers.personal else None
    return Opening(
        version_id=candidate.compiled.version_id or 0, answers=answers.form,
        personal=answers.personal, citizen=citizen, channel="legacy", zone=place.zone,
        latitude=place.latitude, longitude=place.longitude, cell=place.cell, place=place.words,
        opened_at=candidate.opened_at, actor=SYSTEM, source=mapping.source, source_id=candidate.source_id,
        history=History(
            candidate.state, closing.at if closing else None, records_closings=mapping.records_closings,
            day_only=bool(closing and closing.day_only),
        ),
    )  # fmt: skip


def _rejected(import_run: ImportRun, row: Row, source_id: str, rejection: Rejection) -> ImportRejection:
    return ImportRejection(
        run=import_run,
        row=row.number,
        source_id=source_id,
        rule=rejection.rule,
        reason=mask(rejection.reason)[:300],
    )
