"""Rows that belong together, sent in one message: a report is ten rows in eight tables and one round trip.

`insert` and `update` send at once. Inside `together()` they wait; they are sent, in the order in which they were
given, when the block ends or as soon as anything else is asked of the database, so that nobody reads an older state.
A row may refer to one that waits before it: the database fills in the key. Like `bulk_create` this sends no signals.
Lives in the lowest room that has tables, because every room writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Field, ForeignKey, Model


@dataclass
class _Insert:
    """One INSERT of rows of one model."""

    model: type[Model]
    instances: list[Model] = field(default_factory=list)
    tuples: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    @property
    def statement(self) -> str:
        table = _table(self.model)
        return f"{table.head}{', '.join(self.tuples)}{table.tail}"

    def settle(self, cursor: Any) -> None:
        """Give the instances the keys that the database gave the rows."""
        key = _table(self.model).key
        if key is not None:
            for instance, row in zip(self.instances, cursor.fetchall(), strict=True):
                setattr(instance, key.attname, row[0])
        for instance in self.instances:
            instance._state.adding, instance._state.db = False, connection.alias
            for each in _table(self.model).foreign:
                if getattr(instance, each.attname) is None and each.is_cached(instance):
                    setattr(instance, each.attname, getattr(each.get_cached_value(instance), "pk", None))


@dataclass
class _Update:
    """One UPDATE of one row by its key."""

    statement: str
    values: list[Any]

    def settle(self, cursor: Any) -> None:
        if cursor.rowcount != 1:
            raise DatabaseError(f"a row to be updated is gone: {self.statement}")


@dataclass(frozen=True)
class _Table:
    """What an INSERT of a model always says. `key` is the column that the database fills, if it does."""

    head: str
    tail: str
    fields: "tuple[Field[Any, Any], ...]"
    foreign: "tuple[ForeignKey[Any, Any], ...]"
    key: "Field[Any, Any] | None"


_waiting: ContextVar[list[_Insert | _Update] | None] = ContextVar("agora_rows_waiting", default=None)


def insert(*instances: Model) -> None:
    """Write new rows; their keys are set once they are sent."""
    with together():
        waiting = _list()
        for instance in instances:
            last = waiting[-1] if waiting else None
            if not isinstance(last, _Insert) or last.model is not type(instance):
                last = _Insert(type(instance))
                waiting.append(last)
            _add(last, instance)


def update(instance: Model, columns: tuple[str, ...]) -> None:
    """Write these fields (attribute names) of a row that exists. Raises DatabaseError when it is gone."""
    if not columns:
        return
    meta = instance._meta
    fields = [meta.get_field(name) for name in columns]
    sets = ", ".join(f'"{each.column}" = %s' for each in fields)  # type: ignore[union-attr]
    values = [_value(each, instance) for each in (*fields, meta.pk)]
    with together():
        _list().append(_Update(f'UPDATE "{meta.db_table}" SET {sets} WHERE "{meta.pk.column}" = %s', values))


@contextmanager
def together() -> Iterator[None]:
    """Rows given inside are sent as one message at the end of the outermost block."""
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set([])
    try:
        with connection.execute_wrapper(_flush_first):
            yield
            flush()
    finally:
        _waiting.reset(token)


def flush() -> None:
    """Send what waits, now: for whoever needs a key. Nothing happens outside `together()`."""
    waiting = _waiting.get()
    if not waiting:
        return
    sent, waiting[:] = list(waiting), []
    with connection.cursor() as cursor:
        # Composed one by one: the driver keeps what it learnt of a statement with few parameters.
        composed = [connection.ops.compose_sql(each.statement, each.values) for each in sent]  # type: ignore[attr-defined]
        cursor.execute("; ".join(composed))
        for at, each in enumerate(sent):
            if at:
                cursor.nextset()
            each.settle(cursor)


def _list() -> list[_Insert | _Update]:
    waiting = _waiting.get()
    assert waiting is not None  # both callers stand inside together()
    return waiting


def _flush_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    flush()
    return execute(sql, params, many, context)


def _add(statement: _Insert, instance: Model) -> None:
    marks = []
    for each in _table(statement.model).fields:
        mark, values = _mark(each, instance)
        marks.append(mark)
        statement.values += values
    statement.instances.append(instance)
    statement.tuples.append(f"({', '.join(marks)})")


def _mark(each: "Field[Any, Any]", instance: Model) -> tuple[str, list[Any]]:
    """A placeholder and its value, or the key that the row before it was given."""
    if isinstance(each, ForeignKey) and getattr(instance, each.attname) is None and each.is_cached(instance):
        parent = each.get_cached_value(instance)
        if parent is not None and parent.pk is None:
            meta = parent._meta
            return f"currval(pg_get_serial_sequence('\"{meta.db_table}\"', '{meta.pk.column}'))", []
        setattr(instance, each.attname, getattr(parent, "pk", None))
    return "%s", [_value(each, instance)]


def _value(each: Any, instance: Model) -> Any:
    return each.get_db_prep_save(each.pre_save(instance, True), connection)


@lru_cache(maxsize=256)
def _table(model: type[Model]) -> _Table:
    meta = model._meta
    key = meta.auto_field
    fields = tuple(each for each in meta.concrete_fields if each is not key)
    columns = ", ".join(f'"{each.column}"' for each in fields)
    return _Table(
        head=f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ',
        tail=f' RETURNING "{key.column}"' if key is not None else "",
        fields=fields,
        foreign=tuple(each for each in fields if isinstance(each, ForeignKey)),
        key=key,
    )
