"""What is measured: each module has `measure(bench)`, which runs its doors one after the other.

The order matters: intake makes the cases that transition moves.
"""

from collections.abc import Callable

from tests.bench.bench import Bench
from tests.bench.doors import intake, papers, public, queue, tracking, transition

DOORS: dict[str, Callable[[Bench], None]] = {
    "intake": intake.measure,
    "transition": transition.measure,
    "queue": queue.measure,
    "tracking": tracking.measure,
    "transparency": public.measure,
    "papers": papers.measure,
}
