"""When people report: seasons by what a service is about, days of the week, hours, and a few days of storm.

A year is cut into hours, each with a weight; the n-th of N cases gets the moment at which n/N of the weight has
passed. So cases come in order of their numbers, at any count, and any of them can be worked out alone.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from casetypes.definitions.compiled import CompiledService
from casetypes.kernel import clock
from casetypes.kernel.text import normalise

HOUR = timedelta(hours=1)
BY_HOUR = (1, 1, 1, 1, 1, 2, 5, 9, 13, 15, 15, 14, 13, 11, 9, 8, 9, 11, 13, 13, 11, 8, 5, 2)
BY_WEEKDAY = (1.25, 1.15, 1.1, 1.05, 1.1, 0.75, 0.6)
STORMS_A_YEAR = 7
STORM_HOURS = (14, 40)
STORM_STRENGTH = 4.0

# Twelve months from January, by what a service's key, title and category speak of. The first that fits counts.
RAIN = (0.7, 0.6, 0.6, 0.7, 0.9, 1.3, 1.6, 1.7, 1.8, 1.1, 0.7, 0.6)
HEAT = (0.6, 0.6, 0.8, 1.0, 1.4, 1.7, 1.6, 1.5, 1.1, 0.8, 0.6, 0.6)
YEAR_END = (1.3, 1.1, 0.9, 0.8, 0.7, 0.7, 0.8, 0.8, 0.9, 1.1, 1.3, 1.6)
EVEN = (1.0,) * 12
SUBJECTS: tuple[tuple[tuple[str, ...], tuple[float, ...], bool], ...] = (
    (("lumin", "alumbr", "light", "lampara"), YEAR_END, False),
    (
        ("bache", "pothole", "paviment", "dren", "alcantar", "coladera", "senal", "semaf", "inund", "arbol"),
        RAIN,
        True,
    ),
    (("agua", "fuga", "water", "leak", "parque", "basura", "lote"), HEAT, False),
)


@dataclass(frozen=True)
class Rhythm:
    """Hours of a period with the weight passed before each; `mix` gives each service its share of an hour."""

    since: datetime
    passed: tuple[float, ...]
    mixes: tuple[tuple[float, ...], ...]

    def moment(self, share: float) -> tuple[datetime, int]:
        """The moment at which this share (0 to 1) of all cases has come in, and the number of its hour."""
        wanted = share * self.passed[-1]
        hour = min(bisect_right(self.passed, wanted) - 1, len(self.mixes) - 1)
        width = self.passed[hour + 1] - self.passed[hour]
        part = (wanted - self.passed[hour]) / width if width else 0.0
        return self.since + HOUR * hour + timedelta(seconds=int(part * 3599)), hour

    def service(self, hour: int, chance: Random) -> int:
        """Which service a case of that hour is about: its index."""
        shares = self.mixes[hour]
        return bisect_right(shares, chance.random() * shares[-1]) if shares[-1] else 0


def rhythm(
    services: list[CompiledService], shares: Mapping[str, float], since: datetime, until: datetime, *,
    time_zone: str, seed: int,
) -> Rhythm:  # fmt: skip
    """The rhythm of a period for these services; the same seed gives the same storms."""
    subjects = [_subject(service) for service in services]
    hours = max(1, int((until - since) / HOUR))
    storms = _storms(Random(f"storms {seed}"), hours)
    weights, mixes = [], []
    for number in range(hours):
        local = clock.local(since + HOUR * number, time_zone)
        usual = BY_HOUR[local.hour] * BY_WEEKDAY[local.weekday()]
        each = [
            shares[service.key] * months[local.month - 1] * (storms.get(number, 1.0) if wet else 1.0)
            for service, (months, wet) in zip(services, subjects, strict=True)
        ]
        mixes.append(tuple(accumulate(each)))
        weights.append(usual * sum(each))
    return Rhythm(since.astimezone(UTC), (0.0, *accumulate(weights)), tuple(mixes))


def _subject(service: CompiledService) -> tuple[tuple[float, ...], bool]:
    words = normalise(" ".join([service.key, service.spec.category, *service.spec.title.values()]))
    for names, months, wet in SUBJECTS:
        if any(name in words for name in names):
            return months, wet
    return EVEN, False


def _storms(chance: Random, hours: int) -> dict[int, float]:
    """Hours in and after a storm, and how many times more is reported then."""
    found: dict[int, float] = {}
    for _storm in range(round(STORMS_A_YEAR * hours / 8760)):
        begin, length = chance.randrange(hours), chance.randrange(*STORM_HOURS)
        for hour in range(length):
            found[begin + hour] = 1 + STORM_STRENGTH * (1 - hour / length)
    return found
