"""Ten times a simulated year: above 100 thousand cases a database is filled with whole copies of what was told.

Telling a million cases takes most of an hour; the figures need the tables and indexes of a city that size, not a
million different stories. A copy has its own ids and folios and everything that the measured pages and writes touch:
the case, its events, clocks and their ledger, effects, desks, assignments, work orders, checklists, surveys, citizen,
consent and the fact that figures are counted from. It has no photos, letters or audit leaves: the log of this database
would otherwise no longer be true.
"""

import random
from collections.abc import Iterable, Iterator

import psycopg
from psycopg import sql

from casetypes.kernel.folio import FolioPattern

PATTERN = "TRC-{year:2}-{random:8}{check}"
# Tables with a serial id -> their columns that point to a table copied before them (the id of a citizen is a UUID).
TABLES: dict[str, dict[str, str]] = {
    "cases_case": {"parent_id": "cases_case"},
    "cases_caseevent": {"case_id": "cases_case"},
    "cases_casedesk": {"case_id": "cases_case"},
    "cases_outboxentry": {"case_id": "cases_case", "event_id": "cases_caseevent"},
    "sla_slaclock": {"case_id": "cases_case"},
    "sla_clockentry": {"clock_id": "sla_slaclock", "event_id": "cases_caseevent"},
    "queues_assignment": {"case_id": "cases_case"},
    "fieldwork_workorder": {"case_id": "cases_case"},
    "fieldwork_checklistrecord": {"case_id": "cases_case"},
    "surveys_survey": {"case_id": "cases_case"},
}
CITIZENS = ("citizens_citizen", "citizens_consent")
FACTS = "reports_fact"


def multiply(connection: psycopg.Connection, times: int) -> None:
    """Lay `times - 1` copies of every case beside it, in one transaction; the connection may not be in one."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        lasts = {table: _last(connection, table) for table in (*TABLES, "citizens_consent")}
        _give_folios(connection, times)
        for number in range(1, times):
            _copy_citizens(connection, number, lasts["citizens_consent"])
            for table, references in TABLES.items():
                _copy(connection, table, references, number, lasts)
            _copy_facts(connection, number, lasts["cases_case"])
        for table in lasts:
            _count_on(connection, table)


def _give_folios(connection: psycopg.Connection, times: int) -> None:
    """A folio for each copy to come: valid ones, as the pages refuse others."""
    connection.execute("CREATE TEMPORARY TABLE folios (id bigint, number int, folio text) ON COMMIT DROP")
    ids = [row[0] for row in connection.execute("SELECT id FROM cases_case ORDER BY id")]
    with connection.cursor().copy("COPY folios FROM STDIN") as copy:
        for row in _folios(ids, times):
            copy.write_row(row)
    connection.execute("CREATE INDEX ON folios (number, id)")
    connection.execute("ANALYZE folios")


def _folios(ids: Iterable[int], times: int) -> Iterator[tuple[int, int, str]]:
    pattern, chance, given = FolioPattern(PATTERN), random.Random(2026), set[str]()
    for case in ids:
        for number in range(1, times):
            while (folio := pattern.new(2026, random_bytes=chance.randbytes)) in given:
                continue
            given.add(folio)
            yield case, number, folio


def _copy(
    connection: psycopg.Connection, table: str, references: dict[str, str], number: int, lasts: dict[str, int]
) -> None:
    values: dict[str, sql.Composable] = {
        column: sql.SQL("{} + {}").format(sql.Identifier("t", column), sql.Literal(number * lasts[target]))
        for column, target in ({"id": table} | references).items()
    }
    joined: sql.Composable = sql.SQL("")
    if table == "cases_case":
        joined = sql.SQL("JOIN folios f ON f.id = t.id AND f.number = {}").format(sql.Literal(number))
        values["folio"] = sql.SQL("f.folio")
        values["search_text"] = sql.SQL("replace(t.search_text, lower(t.folio), lower(f.folio))")
        values["citizen_id"] = _another(sql.Identifier("t", "citizen_id"), number)
    where = sql.SQL("t.id <= {}").format(sql.Literal(lasts[table]))
    _insert(connection, table, values, where, joined)


def _copy_citizens(connection: psycopg.Connection, number: int, last: int) -> None:
    values = {"id": _another(sql.Identifier("t", "id"), number)}
    theirs = "t.id IN (SELECT c.citizen_id FROM cases_case c JOIN folios f ON f.id = c.id AND f.number = 1)"
    _insert(connection, "citizens_citizen", values, where=sql.SQL(theirs))
    values = {
        "id": sql.SQL("t.id + {}").format(sql.Literal(number * last)),
        "citizen_id": _another(sql.Identifier("t", "citizen_id"), number),
    }
    _insert(connection, "citizens_consent", values, where=sql.SQL("t.id <= {}").format(sql.Literal(last)))


def _copy_facts(connection: psycopg.Connection, number: int, last: int) -> None:
    values = {"case_id": sql.SQL("t.case_id + {}").format(sql.Literal(number * last))}
    _insert(connection, FACTS, values, where=sql.SQL("t.case_id <= {}").format(sql.Literal(last)))


def _insert(
    connection: psycopg.Connection,
    table: str,
    values: dict[str, sql.Composable],
    where: sql.Composable,
    joined: sql.Composable = sql.SQL(""),  # noqa: B008  nothing of it changes
) -> None:
    """Every column as it is but those of `values`."""
    columns = _columns(connection, table)
    told = [values.get(column, sql.Identifier("t", column)) for column in columns]
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} t {} WHERE {}").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(told), sql.Identifier(table), joined, where,
        )
    )  # fmt: skip


def _another(known: sql.Composable, number: int) -> sql.Composable:
    return sql.SQL("md5({}::text || {})::uuid").format(known, sql.Literal(f"/{number}"))


def _columns(connection: psycopg.Connection, table: str) -> list[str]:
    found = (
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    )
    return [row[0] for row in connection.execute(found, [table])]


def _last(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT max(id) FROM {}").format(sql.Identifier(table))).fetchone()
    return (row and row[0]) or 0


def _count_on(connection: psycopg.Connection, table: str) -> None:
    sequence = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
    connection.execute(sequence, [table, max(1, _last(connection, table))])
