"""Running an import: check the file, then bring it in by batches, so that a killed run goes on where it stopped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from casetypes.access.actors import SYSTEM
from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.cases.opening import History, Opening, open_history
from casetypes.citizens import services as citizens
from casetypes.intake import placing
from casetypes.intake.folios import trying_folios
from casetypes.intake.imports import mapping as mappings
from casetypes.intake.imports import reading
from casetypes.intake.imports.mapping import Candidate, Mapping, Rejection
from casetypes.intake.imports.masking import mask
from casetypes.intake.imports.reading import FileRefused, Row
from casetypes.intake.models import ImportRejection, ImportRun
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict

BATCH = 500
SAMPLE = 300
HOPELESS = 0.5  # so many bad rows at the beginning mean that mapping and file do not belong together
PLACES_OF_ROWS = frozenset({"no_date", "bad_location", "unknown_state", "unknown_service"})

Progress = Callable[[int, int], None]


class ImportBusy(Conflict):
    code = "import-busy"


@dataclass(frozen=True)
class Plan:
    """What a run will read: the mapping, the file and how many records it holds."""

    mapping: Mapping
    path: Path
    records: int


def plan(mapping_key: str, path: Path) -> Plan:
    """Check mapping and file; nothing is written. Raises NotFound, Invalid, FileRefused."""
    mapping = mappings.load(mapping_key)
    records = reading.check(path, mapping.spec.format, mapping.columns)
    _belong_together(mapping, path)
    return Plan(mapping, path, records)


def run(
    planned: Plan, *, started_by: User | None = None, progress: Progress = lambda read, rejected: None
) -> ImportRun:
    """Bring the file in; `progress` is told rows read and rejected after each batch.

    A run of the same file that was stopped goes on where it stopped; rows that are cases already change nothing.
    Raises ImportBusy while another run of the mapping lasts.
    """
    with _alone(planned.mapping):
        import_run = _begin(planned, started_by)
        rows = reading.read(planned.path, planned.mapping.spec.format)
        rows = islice(rows, import_run.read, None)
        progress(import_run.read, import_run.rejected)
        while batch := list(islice(rows, BATCH)):
            _carry_in(planned.mapping, import_run, batch)
            progress(import_run.read, import_run.rejected)
        import_run.finished_at = clock.now()
        import_run.save(update_fields=["finished_at"])
    return import_run


def _belong_together(mapping: Mapping, path: Path) -> None:
    """Refuse a file most of whose first rows hold no dates, points or states where the mapping looks for them."""
    judged = [mapping.judge(row) for row in islice(reading.read(path, mapping.spec.format), SAMPLE)]
    bad = [one for one in judged if isinstance(one, Rejection) and one.rule in PLACES_OF_ROWS]
    if judged and len(bad) > HOPELESS * len(judged):
        text = _("%(bad)d of the first %(all)d rows do not fit the mapping, the first one because: %(why)s")
        raise FileRefused(text % {"bad": len(bad), "all": len(judged), "why": bad[0].reason})


@contextmanager
def _alone(mapping: Mapping) -> Iterator[None]:
    """One run of a mapping at a time, in the whole installation; the lock dies with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 2))", [mapping.source])
        if not cursor.fetchone()[0]:
            raise ImportBusy(_("An import of “%(key)s” is running already.") % {"key": mapping.key})
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 2))", [mapping.source])


def _begin(planned: Plan, started_by: User | None) -> ImportRun:
    """The stopped run of this very file, or a new one."""
    sha256 = reading.digest(planned.path)
    stopped = ImportRun.objects.filter(mapping=planned.mapping.key, file_sha256=sha256, finished_at=None)
    return stopped.order_by("-id").first() or ImportRun.objects.create(
        mapping=planned.mapping.key, file_name=planned.path.name, file_sha256=sha256, started_by=started_by
    )


def _carry_in(mapping: Mapping, import_run: ImportRun, batch: list[Row]) -> None:
    """One batch, whole or not at all, with the run's counts."""
    counts = (import_run.read, import_run.created, import_run.already_there, import_run.rejected)

    def carry() -> None:
        import_run.read, import_run.created, import_run.already_there, import_run.rejected = counts
        with transaction.atomic():
            sorted_rows = _sort(mapping, import_run, batch)
            open_history([_opening(mapping, candidate) for candidate in sorted_rows.candidates])
            rejected = sorted_rows.rejected
            import_run.already_there += sorted_rows.already_there
            import_run.created += len(sorted_rows.candidates)
            ImportRejection.objects.bulk_create(rejected)
            import_run.read += len(batch)
            import_run.rejected += len(rejected)
            import_run.save()

    trying_folios(carry)


def _known(mapping: Mapping, batch: list[Row]) -> set[str]:
    """Natural keys of this batch that are cases already."""
    wanted = [row[mapping.spec.id] for row in batch]
    found = Case.objects.filter(source=mapping.source, source_id__in=wanted)
    return set(found.values_list("source_id", flat=True))


@dataclass
class _Sorted:
    """The rows of a batch by what becomes of them."""

    candidates: list[Candidate] = field(default_factory=list)
    rejected: list[ImportRejection] = field(default_factory=list)
    already_there: int = 0


def _sort(mapping: Mapping, import_run: ImportRun, batch: list[Row]) -> _Sorted:
    known = _known(mapping, batch)
    result = _Sorted()
    for row in batch:
        source_id = row[mapping.spec.id]
        if source_id in known:
            result.already_there += 1
            continue
        judged = mapping.judge(row)
        if isinstance(judged, Rejection):
            result.rejected.append(_rejected(import_run, row, source_id, judged))
        else:
            result.candidates.append(judged)
            known.add(source_id)
    return result


def _opening(mapping: Mapping, candidate: Candidate) -> Opening:
    found = placing.of_answers(candidate.compiled, {**candidate.answers, **candidate.personal})
    citizen = citizens.register(contacts={}, language="es") if candidate.personal else None
    return Opening(
        version_id=candidate.compiled.version_id or 0, answers=candidate.answers,
        personal=candidate.personal, citizen=citizen, channel="legacy", zone=found.zone,
        latitude=found.latitude, longitude=found.longitude, cell=found.cell, place=found.words,
        opened_at=candidate.opened_at, actor=SYSTEM, source=mapping.source, source_id=candidate.source_id,
        history=History(candidate.state, candidate.closed_at),
    )  # fmt: skip


def _rejected(import_run: ImportRun, row: Row, source_id: str, rejection: Rejection) -> ImportRejection:
    return ImportRejection(
        run=import_run,
        row=row.number,
        source_id=source_id,
        rule=rejection.rule,
        reason=mask(rejection.reason)[:300],
    )
