"""Numbers to positions: cleaning, round ticks, linear scales and classes for maps."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LARGEST = 1e15
SMALLEST = 1e-9


def clean(value: float | None) -> float | None:
    """`value` when it can be drawn; None for NaN, infinities and absurd sizes (a gap, not a lie)."""
    if value is None or not math.isfinite(value) or abs(value) > LARGEST:
        return None
    return 0.0 if abs(value) < SMALLEST else float(value)


def known(values: Iterable[float | None]) -> list[float]:
    """The values that were recorded."""
    return [value for value in values if value is not None]


def ticks(low: float, high: float, count: int = 4, *, whole: bool = False) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`; `whole` never steps by less than one."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if power * factor >= raw * 0.999999)
    if whole:
        step = max(1.0, float(round(step)))
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [index * step for index in range(first, last + 1)]


@dataclass(frozen=True)
class Linear:
    """A linear scale from [low, high] to [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return self.start
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def classes(values: Sequence[float], count: int = 5) -> list[float]:
    """Upper bounds of at most `count` classes with about as many values each; the last is the maximum."""
    distinct = sorted(set(values))
    if len(distinct) <= count:
        return distinct
    ordered = sorted(values)
    bounds = [
        ordered[min(len(ordered) - 1, math.ceil(len(ordered) * part / count) - 1)] for part in range(1, count)
    ]
    return sorted({*bounds, ordered[-1]})


def class_of(value: float, bounds: Sequence[float]) -> int:
    """Index of the first class whose upper bound holds `value`."""
    return next((index for index, bound in enumerate(bounds) if value <= bound), max(0, len(bounds) - 1))
