"""One size under measurement: rounds of load, what they are compared with, and a line of progress for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from config.runtime import console
from tests.bench.figures import Figure, figure
from tests.bench.load import Load, Prepare, drive
from tests.bench.options import Options, short

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
Rates = Mapping[int, float]  # clients -> per second


@dataclass
class Bench:
    """`port` is where the web server listens, on the database that Django is configured for."""

    size: int
    port: int
    options: Options
    figures: list[Figure] = field(default_factory=list)

    def run(
        self,
        door: str,
        prepare: Callable[[int], Prepare],
        *,
        queries: int | None = None,
        limit: Rates | None = None,
        clients: tuple[int, ...] | None = None,
    ) -> dict[int, float]:
        """Measure one door with each number of clients. `prepare(clients)` makes the calls of one round, before the
        clients fork. Gives the rate by number of clients: the limit of other doors."""
        rates = {}
        for number in clients or self.options.clients:
            rounds = [self._round(prepare(number), number) for _ in range(self.options.rounds)]
            found = figure(door, self.size, number, rounds)
            share = found.rate / limit[number] if limit and limit.get(number) else None
            self.add(replace(found, queries=queries, share=share))
            rates[number] = found.rate
        return rates

    def _round(self, prepare: Prepare, clients: int) -> Load:
        connections.close_all()
        return drive(prepare, clients=clients, seconds=self.options.seconds)

    def add(self, found: Figure) -> None:
        self.figures.append(found)
        share = f"{found.share:6.1%} of plain SQL" if found.share is not None else ""
        queries = f"{found.queries:3} queries" if found.queries is not None else ""
        trouble = f"  {len(found.errors)} ERRORS: {found.errors[0]}" if found.errors else ""
        console.say(
            f"  {short(found.size):>5}  {found.door:<30} {found.clients:>3} clients {found.rate:9.1f}/s"
            f"  p50 {found.p50:8.2f} ms  p95 {found.p95:8.2f} ms  {queries:11} {share}{trouble}"
        )


def queries_of(work: Callable[[], object]) -> list[str]:
    """The statements that one piece of work sends, without transaction control, once everything is warm."""
    work()
    with CaptureQueriesContext(connection) as captured:
        work()
    statements = [query["sql"] for query in captured.captured_queries]
    return [each for each in statements if not each.lstrip().upper().startswith(CONTROL)]
