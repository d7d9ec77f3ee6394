"""Figures of one door: percentiles, rates, how far they vary."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from tests.bench.load import Load


@dataclass(frozen=True)
class Figure:
    """One door at one size with so many clients. Times in milliseconds; `spread` is the share by which the p50 of the
    rounds differ (0.1 = 10 %); `share` is its rate over the rate of the same rows by plain SQL (None: no such limit);
    `client_cpu` is the share of one core that the clients themselves took."""

    door: str
    size: int
    clients: int
    rate: float
    p50: float
    p95: float
    count: int
    spread: float = 0.0
    queries: int | None = None
    share: float | None = None
    client_cpu: float = 0.0
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        rounded = {"rate": 2, "p50": 3, "p95": 3, "spread": 3, "client_cpu": 3, "share": 4}
        values = asdict(self)
        return {
            name: round(value, rounded[name]) if name in rounded and value is not None else value
            for name, value in values.items()
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies (nearest rank): percentile([1, 2, 3, 4], 0.5) is 2; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    rank = -(-len(ordered) * share // 1)  # rounded up
    return ordered[max(0, int(rank) - 1)]


def figure(door: str, size: int, clients: int, rounds: Sequence[Load]) -> Figure:
    """From the rounds: all latencies together, the middle rate, the spread between rounds."""
    latencies = [each for load in rounds for each in load.latencies]
    rates = [len(load.latencies) / load.seconds for load in rounds if load.seconds]
    middles = [percentile(load.latencies, 0.5) for load in rounds if load.latencies]
    seconds = sum(load.seconds for load in rounds)
    return Figure(
        door=door, size=size, clients=clients, rate=median(rates) if rates else 0.0,
        p50=percentile(latencies, 0.5) * 1000, p95=percentile(latencies, 0.95) * 1000, count=len(latencies),
        spread=(max(middles) - min(middles)) / median(middles) if middles and median(middles) else 0.0,
        client_cpu=sum(load.client_cpu for load in rounds) / seconds if seconds else 0.0,
        errors=[each for load in rounds for each in load.errors][:3],
    )  # fmt: skip
