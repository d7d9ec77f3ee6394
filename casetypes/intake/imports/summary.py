"""What an import found, counted: new cases per service, rejections per rule, values unknown to the mapping, and
where the file differs from the city's map. Kept with the run, added up batch by batch."""

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Self

MOST_VALUES = 200  # distinct unknown values kept per column; the rest is counted together
OTHERS = "…"


@dataclass
class Summary:
    """`unknown` is keyed "column: value"; `differences` by `zone_differs`, `zone_unknown`, `closing_day_only`,
    `no_place`."""

    services: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    differences: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_json(cls, document: dict[str, dict[str, int]]) -> Self:
        return cls(**{each.name: Counter(document.get(each.name, {})) for each in fields(cls)})

    def as_json(self) -> dict[str, dict[str, int]]:
        return {each.name: dict(getattr(self, each.name)) for each in fields(self)}

    def not_known(self, column: str, value: str) -> None:
        """Note a value that the map of this column lacks."""
        self.unknown[f"{column}: {value[:120] or '—'}"] += 1

    def add(self, other: "Summary") -> None:
        self.services.update(other.services)
        self.rules.update(other.rules)
        self.differences.update(other.differences)
        for value, rows in other.unknown.items():
            kept = value in self.unknown or len(self.unknown) < MOST_VALUES
            self.unknown[value if kept else OTHERS] += rows
