"""What was asked for: sizes, clients, how long to measure."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

FACTORS = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True)
class Options:
    """`sizes` are cases in the database; each figure is the middle of `rounds` rounds of `seconds` seconds."""

    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    clients: tuple[int, ...] = (1, 16)
    rounds: int = 3
    seconds: float = 2.0
    only: tuple[str, ...] = ()

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> "Options":
        """SIZES=10k,1m CLIENTS=1,16 QUICK=1 DOORS=intake,queue; raises ValueError for what is no number."""
        quick = environment.get("QUICK", "") in {"1", "true", "yes"}
        sizes = _words(environment, "SIZES") or (["10k"] if quick else ["10k", "100k", "1m"])
        clients = _words(environment, "CLIENTS") or ["1", "16"]
        return cls(
            sizes=tuple(cases(size) for size in sizes),
            clients=tuple(int(number) for number in clients),
            rounds=2 if quick else 3,
            seconds=1.0 if quick else 2.0,
            only=tuple(_words(environment, "DOORS")),
        )


def cases(text: str) -> int:
    """`10k`, `1m` or a plain number; raises ValueError."""
    number, factor = (text[:-1], FACTORS[text[-1].lower()]) if text[-1:].lower() in FACTORS else (text, 1)
    if not number.isdigit() or int(number) < 1:
        raise ValueError(f"SIZES={text}: write numbers of cases such as 10k, 100k, 1m")
    return int(number) * factor


def short(size: int) -> str:
    """10000 -> 10k."""
    for letter, factor in (("m", 1_000_000), ("k", 1_000)):
        if size % factor == 0:
            return f"{size // factor}{letter}"
    return str(size)


def _words(environment: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in environment.get(name, "").split(",") if word.strip()]
