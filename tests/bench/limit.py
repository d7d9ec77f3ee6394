"""The database's own limit: the rows that one piece of work wrote, written again by plain SQL.

`rows_of` does the work once in a transaction that is rolled back and looks which rows it left in which tables, so a
table that somebody adds tomorrow counts tomorrow. A `Writer` then writes the same rows with prepared statements, one
transaction per case, with fresh keys where they must differ.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader

Key = tuple[str, Any]  # table, primary key
CASES = "cases_case"


@dataclass(frozen=True)
class Written:
    """One row as it was inserted, or what changed of it. `at` is its place among the rows of that table and case."""

    model: type[models.Model]
    key: Any
    values: Mapping[str, Any]
    at: int = 0

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def key_column(self) -> str:
        return self.model._meta.pk.column


@dataclass
class Rows:
    """What one piece of work wrote: inserted rows, parents first, and changed ones."""

    inserted: list[Written] = field(default_factory=list)
    changed: list[Written] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.inserted) + len(self.changed)

    @property
    def keys(self) -> set[Key]:
        return {(row.table, row.key) for row in self.inserted}


class _Undo(Exception):
    pass


def parameters() -> dict[str, Any]:
    """How plain psycopg reaches the database that Django is configured for."""
    settings = connection.settings_dict
    return {
        "host": settings["HOST"], "port": settings["PORT"], "dbname": settings["NAME"],
        "user": settings["USER"], "password": settings["PASSWORD"],
    }  # fmt: skip


def connect() -> psycopg.Connection[Any]:
    """JSON as text, so that it is compared and written again as it is."""
    plain = psycopg.connect(**parameters(), autocommit=True, prepare_threshold=0)
    plain.adapters.register_loader("jsonb", TextLoader)
    return plain


def rows_of(work: Callable[[], object]) -> Rows:
    """The rows that `work` writes. Nothing of it stays."""
    rows = Rows()
    try:
        with transaction.atomic():
            before = _first("SELECT pg_current_xact_id()::text::bigint")
            work()
            for model in _touched():
                _read(model, before, rows)
            raise _Undo
    except _Undo:
        pass
    rows.inserted = _parents_first(rows)
    return rows


def _first(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _touched() -> list[type[models.Model]]:
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd > 0 ORDER BY 1"
        )
        return [tables[name] for (name,) in cursor.fetchall() if name in tables]


def _read(model: type[models.Model], before: int, rows: Rows) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    inner = connection.connection
    with inner.cursor(row_factory=dict_row) as cursor, connect() as outside:
        outside.row_factory = dict_row
        cursor.execute(f'SELECT * FROM "{table}" WHERE xmin::text::bigint >= {before} ORDER BY "{key}"')  # noqa: S608
        for values in cursor.fetchall():
            found = outside.execute(f'SELECT * FROM "{table}" WHERE "{key}" = %s', [values[key]])  # noqa: S608
            old = found.fetchone()
            if old is None:
                rows.inserted.append(Written(model, values[key], values))
                continue
            changed = {name: value for name, value in values.items() if value != old[name]}
            place = _place(outside, table, key, values) if "case_id" in values else 0
            rows.changed.append(Written(model, values[key], changed, place))


def _place(outside: psycopg.Connection[Any], table: str, key: str, values: Mapping[str, Any]) -> int:
    mine = outside.execute(
        f'SELECT "{key}" AS key FROM "{table}" WHERE case_id = %s ORDER BY 1',  # noqa: S608
        [values["case_id"]],
    )
    return [row["key"] for row in mine.fetchall()].index(values[key])


def _parents_first(rows: Rows) -> list[Written]:
    waiting, done, ordered = list(rows.inserted), set(), []
    inside = rows.keys
    while waiting:
        ready = [row for row in waiting if all(key in done for key in _references(row, inside))]
        ordered += ready
        done |= {(row.table, row.key) for row in ready}
        waiting = [row for row in waiting if row not in ready]
        if not ready:
            raise ValueError("these rows refer to each other in a circle")
    return ordered


def _references(row: Written, inside: set[Key]) -> Iterator[Key]:
    for column, target in _foreign(row.model):
        key = (target, row.values[column])
        if key in inside and key != (row.table, row.key):
            yield key


def _foreign(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    for each in model._meta.concrete_fields:
        if each.remote_field is not None:
            yield each.column, each.remote_field.model._meta.db_table


class Writer:
    """One client: its own connection, every statement prepared. `tag` makes its unique texts its own."""

    def __init__(self, rows: Rows, tag: str) -> None:
        self.connection = connect()
        self.tag, self.count = f"{tag}{uuid.uuid4().hex[:6]}", 0
        inside = rows.keys
        self.inserts = [_Insert(row, inside) for row in rows.inserted]
        self.updates = [(row, _update(row)) for row in rows.changed]

    def insert(self, case: Mapping[str, Any] | None = None) -> None:
        """One case's rows, or, of a `case` (old key, new key), the rows that belong to it and what changed of it."""
        self.count += 1
        made: dict[Key, Any] = {(CASES, case["was"]): case["id"]} if case else {}
        with self.connection.transaction():
            if case:
                self.connection.execute("SELECT id FROM cases_case WHERE id = %s FOR UPDATE", [case["id"]])
            for each in self.inserts:
                each.carry_out(self.connection, made, f"{self.tag}{self.count}")
            for row, statement in self.updates:
                key = case[row.table][row.at] if case else row.key
                self.connection.execute(statement, [*row.values.values(), key], prepare=True)


class _Insert:
    """One INSERT, ready for its values."""

    def __init__(self, row: Written, inside: set[Key]) -> None:
        meta = row.model._meta
        self.row = row
        self.foreign = dict(_foreign(row.model))
        self.unique = {
            each.column: each.max_length
            for each in meta.concrete_fields
            if each.unique and isinstance(each, models.CharField) and not each.primary_key
        }
        self.own_key = row.key_column not in self.foreign and isinstance(row.key, int)
        columns = [name for name in row.values if not (self.own_key and name == row.key_column)]
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(row.table), sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )  # fmt: skip
        self.returns = self.own_key
        if self.returns:
            statement += sql.SQL(" RETURNING {}").format(sql.Identifier(row.key_column))
        self.columns, self.statement = columns, statement

    def carry_out(self, plain: psycopg.Connection[Any], made: dict[Key, Any], tag: str) -> None:
        if isinstance(self.row.key, uuid.UUID) and self.row.key_column not in self.foreign:
            made[self.row.table, self.row.key] = uuid.uuid4()
        values = [self._value(name, made, tag) for name in self.columns]
        cursor = plain.execute(self.statement, values, prepare=True)
        if self.returns:
            made[self.row.table, self.row.key] = cursor.fetchone()[0]

    def _value(self, name: str, made: dict[Key, Any], tag: str) -> Any:
        value = self.row.values[name]
        if name in self.foreign:
            return made.get((self.foreign[name], value), value)
        if name == self.row.key_column:
            return made.get((self.row.table, value), value)
        return tag[-self.unique[name] :] if name in self.unique and value is not None else value


def _update(row: Written) -> sql.Composed:
    sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in row.values)
    return sql.SQL("UPDATE {} SET {} WHERE {} = %s").format(
        sql.Identifier(row.table), sets, sql.Identifier(row.key_column)
    )
