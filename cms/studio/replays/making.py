"""Making a replay, in a worker: judge batch by batch, say how far it is, keep the result in one piece at the end."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from casetypes.kernel.exclusive import exclusively
from casetypes.proving.replay import candidate, reading
from casetypes.proving.replay.reading import Scope
from casetypes.proving.replay.running import Finding, Replay
from cms.studio import selectors as drafts
from cms.studio.replays.models import ReplayFinding, ReplayRun
from cms.studio.replays.selectors import UNEVALUABLE

KEPT = 5_000  # cases whose differences are kept; the sums count all of them
FAILED = gettext_noop("It could not be finished. Try it again.")


def produce(pk: int) -> ReplayRun | None:
    """Judge the cases of a run. None when another worker does, or it is finished or cancelled.

    Safe to run again: a worker that died has kept nothing, and the next one starts over.
    """
    with exclusively(connection, f"replay:{pk}") as free:
        run = ReplayRun.objects.select_related("draft").filter(pk=pk, state__in=ReplayRun.UNDERWAY).first()
        if not free or run is None:
            return None
        try:
            _make(run)
        except Exception as error:
            told = error.message if isinstance(error, DomainError) else FAILED
            _set(run, state=ReplayRun.FAILED, error=str(told), finished_at=clock.now())
            raise
    return run


def _make(run: ReplayRun) -> None:
    scope = Scope(run.draft.key, run.since, run.until)
    text = drafts.revision(run.draft, run.revision).text
    work = Replay(candidate.of_text(text, key=run.draft.key), scope, run.until)
    kept: list[Finding] = []
    if not _set(run, state=ReplayRun.RUNNING, total=reading.count(scope), done=0):
        return
    for batch in work.findings():
        kept += batch[: KEPT - len(kept)]
        if not _set(run, done=work.tally.cases):
            return  # cancelled
    _keep(run, work, kept)


@transaction.atomic
def _keep(run: ReplayRun, work: Replay, kept: Sequence[Finding]) -> None:
    """The result in one piece; it takes the place of the draft's earlier ones."""
    sums = work.tally
    summary = {
        **sums.as_json(work.numbers), "kept": len(kept), "listed_in_all": sums.differ + sums.unevaluable,
    }  # fmt: skip
    if not _set(run, state=ReplayRun.DONE, done=work.tally.cases, summary=summary, finished_at=clock.now()):
        return
    ReplayFinding.objects.bulk_create([_row(run, finding) for finding in kept], batch_size=1000)
    ReplayRun.objects.filter(draft=run.draft_id, pk__lt=run.pk).delete()


def _row(run: ReplayRun, finding: Finding) -> ReplayFinding:
    kinds = list(dict.fromkeys(each.kind for each in finding.differences))
    return ReplayFinding(
        run=run, case_id=finding.case, kinds=kinds or [UNEVALUABLE],
        differences=[each.as_json() for each in finding.differences],
        stored=[each.as_json() for each in finding.stored], lacking=list(finding.lacking),
    )  # fmt: skip


def _set(run: ReplayRun, **columns: object) -> bool:
    """Write columns of a run that is still wanted; False when it was cancelled meanwhile."""
    columns["heard_at"] = clock.now()
    wanted = ReplayRun.objects.filter(pk=run.pk, state__in=ReplayRun.UNDERWAY).update(**columns)
    for name, value in columns.items():
        setattr(run, name, value)
    return bool(wanted)
