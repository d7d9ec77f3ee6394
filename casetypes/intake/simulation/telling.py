"""Telling one case: the director decides, a teller carries out, clocks warn in between."""

from datetime import datetime, timedelta
from typing import Protocol

from casetypes.intake.simulation.deeds import Deed, Report, Standing
from casetypes.intake.simulation.director import Director

SWEEP = 30  # seconds between two sweeps of the clocks, as beat runs them
NEXT_ROUND = timedelta(seconds=SWEEP)


class Teller(Protocol):
    """What carries a case out: the services themselves, or their twins in memory."""

    def report(self, report: Report) -> None: ...

    def carry_out(self, deed: Deed) -> bool:
        """False when the service refuses; nothing has changed then."""

    def next_mark(self) -> datetime | None: ...

    def sweep(self, at: datetime) -> None: ...

    def standing(self) -> Standing: ...


def tell(director: Director, teller: Teller, until: datetime) -> None:
    """A case from its report to `until`, or to its end."""
    report = director.report()
    teller.report(report)
    now = report.at
    while True:
        standing = teller.standing()
        deed = director.next(standing, now)
        last = deed is None or deed.at > until
        _sweep(teller, now, until if deed is None or last else deed.at)
        if deed is None or last:
            return
        now = deed.at
        if not teller.carry_out(deed):
            director.refuse(standing, deed)


def _sweep(teller: Teller, now: datetime, before: datetime) -> None:
    """Every mark that is reached before the next deed, at the round of the sweep that would find it."""
    while (mark := teller.next_mark()) is not None:
        at = max(_round(mark), now)
        if at >= before:
            return
        teller.sweep(at)
        now = at


def _round(moment: datetime) -> datetime:
    """The first round at or after a moment."""
    whole = moment.replace(microsecond=0)
    late = whole.second % SWEEP
    return whole if not late and whole == moment else whole - timedelta(seconds=late) + NEXT_ROUND
