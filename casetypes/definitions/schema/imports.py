"""`imports/*.yaml`: how the columns of an older system's CSV file become cases."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from casetypes.definitions.schema.base import Key, Model
from casetypes.definitions.schema.city import known_time_zone
from casetypes.definitions.schema.references import ServiceKey
from casetypes.kernel.phrases import phrase

ANY_OTHER = "*"
Level = dict[str, str | dict[str, str | dict[str, str]]]


class ImportFormat(Model):
    """How the file is written. `no_time` is what stands in a time column where no time was recorded."""

    type: Literal["csv"] = "csv"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"
    time_zone: Annotated[str, AfterValidator(known_time_zone)]
    no_time: str | None = None


class ColumnMap(Model):
    """A column whose values are translated by `map`. `unknown: report` lists what the map lacks, with counts."""

    column: str
    map: dict[str, str] = Field(default_factory=dict)
    unknown: Literal["report", "reject"] = "report"


class ServiceMap(Model):
    """Columns whose values, one level of `map` each, lead to a service; `"*"` is every other value of a level.

    What the map does not know becomes a case of the service `otherwise`, or is rejected when there is none.
    """

    column: str | None = None
    columns: list[str] = Field(default_factory=list, max_length=3)
    map: Level = Field(min_length=1)
    unknown: Literal["report", "reject"] = "report"
    otherwise: ServiceKey | None = None

    @model_validator(mode="after")
    def _levels_fit(self) -> Self:
        if bool(self.column) == bool(self.columns):
            raise ValueError(phrase("write `column: one` or `columns: [first, second]`, one of them"))
        if _depth(self.map) > len(self.levels):
            raise ValueError(
                phrase(
                    "the map is %(deep)s levels deep, but there are %(count)s columns",
                    deep=_depth(self.map),
                    count=len(self.levels),
                )
            )
        return self

    @property
    def levels(self) -> list[str]:
        """The columns, the most general one first."""
        return [self.column] if self.column else list(self.columns)

    def targets(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """(values of the columns, service) for every line of the map, in its order."""
        return _targets(self.map, ())


class FieldColumn(Model):
    """A column that fills a field; with `map`, translated. What the map lacks becomes `otherwise`, or is not
    recorded and listed."""

    column: str
    map: dict[str, str] | None = None
    otherwise: str | None = None


class Import(Model):
    """`id`: the column with the number of its own, or the columns whose values together tell one row from
    another. `location` is latitude, longitude; `zone` and `address` are what the source says in words."""

    agora: Literal[1]
    kind: Literal["import"]
    key: Key | None = None
    service: ServiceKey | ServiceMap
    format: ImportFormat
    id: str | Annotated[list[str], Field(min_length=1)]
    opened_at: str | list[str]
    closed_at: str | list[str] | None = None
    location: list[str] = Field(default_factory=list, max_length=2)
    zone: str | None = None
    address: str | list[str] | None = None
    fields: dict[Key, str | list[str] | FieldColumn] = Field(default_factory=dict)
    state: ColumnMap | None = None
    not_before: date = date(1990, 1, 1)
    reject: list[Literal["outside_municipality", "no_date", "future_date", "no_location"]] = Field(
        default_factory=list
    )


def _depth(level: Any) -> int:
    return 1 + max(map(_depth, level.values()), default=0) if isinstance(level, dict) else 0


def _targets(level: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for value, target in level.items():
        if isinstance(target, str):
            yield (*path, value), target
        else:
            yield from _targets(target, (*path, value))
