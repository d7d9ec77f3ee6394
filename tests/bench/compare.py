"""This run against the last one: better, worse, or within what the machine varies by itself."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEAST = 0.10  # a tenth is never called a difference on a shared machine


@dataclass(frozen=True)
class Change:
    """One door in both runs; `ratio` is the new p50 over the old one."""

    door: str
    size: int
    clients: int
    before: float
    after: float
    noise: float

    @property
    def ratio(self) -> float:
        return self.after / self.before if self.before else 1.0

    @property
    def verdict(self) -> str:
        """`better`, `worse`, or empty when the difference is within the noise."""
        if self.ratio < 1 / (1 + self.noise):
            return "better"
        return "worse" if self.ratio > 1 + self.noise else ""


def changes(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> list[Change]:
    """Doors that both runs measured. The noise is a tenth, or more where the rounds of either run differed more."""
    known = {_key(each): each for each in before if not each.get("errors")}
    found = []
    for each in after:
        old = known.get(_key(each))
        if old is None or each.get("errors"):
            continue
        noise = max(LEAST, old.get("spread", 0.0), each.get("spread", 0.0))
        found.append(Change(each["door"], each["size"], each["clients"], old["p50"], each["p50"], noise))
    return found


def _key(figure: dict[str, Any]) -> tuple[str, int, int]:
    return figure["door"], figure["size"], figure["clients"]


def last_run(folder: Path) -> dict[str, Any] | None:
    """The newest record, by its name; None when there is none that can be read."""
    for file in sorted(folder.glob("*.json"), reverse=True):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and "figures" in record:
            return record
    return None


def in_words(found: Sequence[Change]) -> list[str]:
    """One line per difference, worst first; one line when there is none."""
    differing = sorted((each for each in found if each.verdict), key=lambda each: -each.ratio)
    if not differing:
        return [f"No difference beyond noise in {len(found)} figures."]
    lines = [
        f"{each.verdict:<6} {each.door} at {each.size:,} cases, {each.clients} clients: p50 "
        f"{each.before:.2f} → {each.after:.2f} ms (×{each.ratio:.2f}; noise ±{each.noise:.0%})"
        for each in differing
    ]
    return [*lines, f"The other {len(found) - len(differing)} figures differ by no more than noise."]
