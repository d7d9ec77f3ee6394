"""What one scenario touches of its definition, noted after each step."""

from collections.abc import Iterator

from casetypes.cases.roots import case_roots
from casetypes.definitions.loader import DataPath
from casetypes.definitions.schema.scenarios import Step
from casetypes.definitions.schema.service import Clock
from casetypes.fieldwork.models import ChecklistRecord
from casetypes.kernel import clock
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.text import pick
from casetypes.proving.scenarios import reasons
from casetypes.proving.scenarios.coverage import stop_path
from casetypes.proving.scenarios.walk import Walk
from casetypes.sla.models import ClockEntry, SlaClock


def of_report(walk: Walk) -> Iterator[DataPath]:
    """The priority rule that decided, and the clocks that run from the start."""
    decided = reasons.decided_priority(walk)
    if decided is not None:
        yield ("priority", decided)
    yield from _clocks(walk, None)


def of_step(walk: Walk, step: Step) -> Iterator[DataPath]:
    yield from _moves(walk)
    if walk.denied is not None:
        yield from _refusals(walk)
    if step.check:
        done = ChecklistRecord.objects.filter(case=walk.family[0], key=step.check, complete=True)
        if done.exists():
            yield ("checklists", step.check)
    yield from _clocks(walk, step)


def _moves(walk: Walk) -> Iterator[DataPath]:
    """Transitions and their branches; of one that the case took by itself, the first branch that leads there."""
    for event in walk.moves():
        here: DataPath = ("transitions", event.name)
        yield here
        branches = walk.compiled.spec.transitions[event.name].to
        chosen = walk.attempt.branch if walk.attempt is not None and event.name == walk.moved else None
        taken = [index for index, branch in enumerate(branches) if branch is chosen]
        led = [index for index, branch in enumerate(branches) if branch.goto == event.to_state]
        if found := taken or led:
            yield (*here, "to", found[0])


def _refusals(walk: Walk) -> Iterator[DataPath]:
    """The guards of the definition that said no."""
    denied, refusal = walk.denied, walk.refusal
    if denied is None or refusal is None or refusal.code != "refused":
        return
    here: DataPath = ("transitions", denied.key)
    with clock.at(walk.now):
        if denied.refusals("another_person"):
            yield (*here, "not_by")
        elif denied.refusals("in_time"):
            yield (*here, "within")
    language = walk.compiled.spec.languages.required[0]
    for index, requirement in enumerate(denied.spec.require):
        if pick(requirement.otherwise, language) in refusal.message:
            yield (*here, "require", index)


def _clocks(walk: Walk, step: Step | None) -> Iterator[DataPath]:
    if not walk.compiled.spec.clocks:
        return
    runs = list(SlaClock.objects.filter(case=walk.family[0]).order_by("run"))
    for run in runs:
        spec = walk.compiled.spec.clocks[run.key]
        here: DataPath = ("clocks", run.key)
        yield here
        yield from ((*here, "at", share) for share in spec.at if _label(share) in run.marks)
        if run.started_at == walk.now and len(spec.budget) > 1:
            yield from _budget(walk, run.key)
        if run.stopped_at == walk.now:
            yield from _stopped(walk, run.key, spec)
    if step is not None and any(run.pauses for run in runs):
        yield from _waited(walk)


def _label(share: str) -> str:
    return f"{float(share.rstrip('%')):g}%"


def _budget(walk: Walk, key: str) -> Iterator[DataPath]:
    with clock.at(walk.now):
        roots = case_roots(walk.case)
    try:
        yield ("clocks", key, "budget", walk.compiled.budget(key, roots).rule)
    except ExpressionRefused:
        return


def _stopped(walk: Walk, key: str, spec: Clock) -> Iterator[DataPath]:
    if spec.runs_in:
        yield ("clocks", key, "runs_in")
    if walk.moved in spec.stops:
        yield stop_path(spec, key, walk.moved)


def _waited(walk: Walk) -> Iterator[DataPath]:
    """A clock that waited in a state and went on from there."""
    entries = ClockEntry.objects.filter(clock__case=walk.family[0], kind="resumed", event__isnull=False)
    for key, state in entries.values_list("clock__key", "event__from_state"):
        spec = walk.compiled.spec.clocks[key]
        if state in spec.pauses_in:
            yield ("clocks", key, "pauses_in", spec.pauses_in.index(state))
