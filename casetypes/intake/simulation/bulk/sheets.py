"""Rows as COPY text, one sheet per table: every column of the model, defaults included, ids given ahead."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

Write = Callable[[Any], str]
IDS_AT_ONCE = 2000
NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Ids:
    """Numbers of a table's own sequence, fetched many at a time; unused ones are gaps."""

    def __init__(self, model: type[models.Model]) -> None:
        self._table, self._column = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
        self._free: Iterator[int] = iter(())

    def next(self) -> int:
        found = next(self._free, None)
        if found is None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [self._table, self._column, IDS_AT_ONCE],
                )
                self._free = iter(sorted(row[0] for row in cursor.fetchall()))
            found = next(self._free)
        return found


class Sheet:
    """The rows of one table that wait to be copied in."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.columns = [field.column for field in fields]
        self._writers: list[tuple[str, Write, str | None]] = [
            (field.attname, _writer(field), _default(field)) for field in fields
        ]
        automatic = isinstance(model._meta.pk, models.AutoField)
        self.ids = Ids(model) if automatic else None
        self.lines: list[str] = []

    def next_id(self) -> int:
        """A number for a row of this table; only for tables that number their rows."""
        if self.ids is None:
            raise ValueError(f"{self.model.__name__} does not number its rows")
        return self.ids.next()

    def add(self, columns: dict[str, Any]) -> None:
        """A row by attribute names (`case_id`); what is left out gets the model's default. Raises KeyError where a
        column has none: a new column that nobody fills must be noticed."""
        line = []
        for name, write, default in self._writers:
            if name in columns:
                value = columns[name]
                line.append(NULL if value is None else write(value))
            elif default is None:
                raise KeyError(f"{self.model.__name__}.{name} has no value and no default")
            else:
                line.append(default)
        self.lines.append("\t".join(line))

    def add_instance(self, instance: models.Model) -> None:
        """A row of an instance that was never saved."""
        held = instance.__dict__
        self.lines.append(
            "\t".join(
                [NULL if (value := held[name]) is None else write(value) for name, write, _ in self._writers]
            )
        )

    def copy(self) -> int:
        """Copy the rows in, in the caller's transaction; returns how many."""
        count, lines = len(self.lines), self.lines
        if not count:
            return 0
        names = ", ".join(f'"{column}"' for column in self.columns)
        self.lines = []
        with connection.cursor() as cursor:
            statement = f'COPY "{self.model._meta.db_table}" ({names}) FROM STDIN'
            with cursor.copy(statement) as copy:
                copy.write("\n".join(lines).encode() + b"\n")
        return count


def _writer(field: models.Field) -> Write:
    if isinstance(field, models.JSONField):
        return lambda value: text(json.dumps(value, ensure_ascii=False))
    if isinstance(field, models.DateTimeField):
        return datetime.isoformat
    if isinstance(field, models.DateField):
        return date.isoformat
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f"
    if isinstance(field, models.BinaryField):
        return lambda value: "\\\\x" + bytes(value).hex()
    if isinstance(field, models.FloatField):
        return repr
    if isinstance(field, models.IntegerField | models.UUIDField):
        return str
    if isinstance(field, models.ForeignKey):
        return _writer(field.target_field)
    return lambda value: text(str(value))


def _default(field: models.Field) -> str | None:
    """The default as COPY text; None where a value has to be given (moments and identities are never guessed)."""
    if field.default is NOT_PROVIDED:
        return (
            NULL
            if field.null
            else ""
            if field.blank and isinstance(field, models.CharField | models.TextField)
            else None
        )
    if callable(field.default) and field.default not in (dict, list):
        return None
    value = field.get_default()
    return NULL if value is None else _writer(field)(value)


def text(value: str) -> str:
    """Escaped for COPY."""
    if "\\" in value or "\n" in value or "\t" in value or "\r" in value:
        return value.translate(_ESCAPES)
    return value
