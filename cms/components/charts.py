"""The two drawings that belong to components: the sparkline of a figure and the bar of a deadline."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, PAD = 120.0, 36.0, 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """SVG attributes in a 120 × 36 box; a gap in the series is a gap in the line."""

    lines: list[str]
    area: str
    goal: float | None
    last: tuple[float, float] | None


def sparkline(series: Sequence[float | None], target: float | None = None) -> Sparkline | None:
    """None when fewer than two values are recorded: one point is no trend."""
    known = [value for value in series if value is not None]
    if len(known) < 2:
        return None
    scale = [*known, *([target] if target is not None else [])]
    low, high = min(scale), max(scale)
    points = _points(series, low, (high - low) or 1.0)
    lines = [" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in _runs(points) if len(run) > 1]
    whole = [point for point in points if point is not None]
    complete = len(whole) == len(points)
    area = f"{whole[0][0]:.1f},{HEIGHT} {lines[0]} {whole[-1][0]:.1f},{HEIGHT}" if complete and lines else ""
    goal = None if target is None else _height(target, low, (high - low) or 1.0)
    return Sparkline(lines=lines, area=area, goal=goal, last=whole[-1])


def _height(value: float, low: float, span: float) -> float:
    return round(HEIGHT - PAD - (value - low) / span * (HEIGHT - 2 * PAD), 1)


def _points(series: Sequence[float | None], low: float, span: float) -> list[tuple[float, float] | None]:
    step = (WIDTH - 2 * PAD) / max(len(series) - 1, 1)
    return [
        None if value is None else (round(PAD + index * step, 1), _height(value, low, span))
        for index, value in enumerate(series)
    ]


def _runs(points: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return runs


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar of width 100: `kind` is its class, x and width its place."""

    kind: str
    x: float
    width: float


def segments(**amounts: float) -> list[Segment]:
    """Amounts in any one unit, in the order given, as shares of 100; zero amounts are left out."""
    total = sum(max(amount, 0) for amount in amounts.values())
    if total <= 0:
        return []
    placed, x = [], 0.0
    for kind, amount in amounts.items():
        width = round(max(amount, 0) / total * 100, 2)
        if width:
            placed.append(Segment(kind, round(x, 2), width))
            x += width
    return placed
