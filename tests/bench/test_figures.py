"""The arithmetic of the measurement, and its parts on a small scale; never how long anything takes."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from casetypes.cases.models import Case
from tests.bench import compare, limit, record
from tests.bench.bench import queries_of
from tests.bench.doors.intake import _submit
from tests.bench.doors.papers import many_services
from tests.bench.figures import Figure, figure, percentile
from tests.bench.http import Http
from tests.bench.load import Empty, Load, drive
from tests.bench.options import Options, cases, short


def shown(door: str = "intake", p50: float = 10.0, spread: float = 0.0, **more: object) -> dict[str, object]:
    return Figure(door, 10_000, 1, 100.0, p50, p50 * 2, 50, spread, **more).as_json()


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_percentiles_are_nearest_ranks(share, value):
    assert percentile(list(range(100, 0, -1)), share) == value


def test_percentiles_of_few_values():
    assert percentile([3.0], 0.95) == 3.0
    assert percentile([1.0, 2.0], 0.5) == 1.0
    assert percentile([], 0.5) == 0.0


def test_a_figure_takes_the_middle_rate_all_latencies_and_the_spread_of_the_rounds():
    rounds = [Load([0.1] * 10, 1.0, 0.2), Load([0.2] * 5, 1.0, 0.2), Load([0.1] * 9, 1.0, 0.2, ["x"])]
    found = figure("intake", 10_000, 4, rounds)
    assert (found.rate, found.p50, found.count) == (9.0, 100.0, 24)
    assert found.spread == pytest.approx(1.0)
    assert found.client_cpu == pytest.approx(0.2)
    assert found.errors == ["x"]


def test_a_difference_counts_only_beyond_the_noise_of_both_runs():
    before = [shown(p50=10.0), shown("queue", 10.0, spread=0.5), shown("pdf", 10.0), shown("gone", 1.0)]
    after = [shown(p50=12.0), shown("queue", 14.0), shown("pdf", 8.0), shown("new", 1.0)]
    found = {each.door: each.verdict for each in compare.changes(before, after)}
    assert found == {"intake": "worse", "queue": "", "pdf": "better"}
    told = compare.in_words(compare.changes(before, after))
    assert told[0].startswith("worse  intake at 10,000 cases")
    assert told[-1] == "The other 1 figures differ by no more than noise."


def test_what_failed_is_compared_with_nothing():
    assert compare.changes([shown(errors=["500"])], [shown()]) == []


def test_the_last_run_is_the_newest_record_that_can_be_read(tmp_path):
    assert compare.last_run(tmp_path) is None
    for hour in (1, 2):
        record.write(tmp_path, {"figures": [], "hour": hour}, datetime(2026, 11, 22, hour, tzinfo=UTC))
    (tmp_path / "20990101-000000.json").write_text("{", encoding="utf-8")
    assert compare.last_run(tmp_path)["hour"] == 2


def test_the_table_says_every_figure():
    text = record.table([shown(queries=3, share=0.254), shown("queue", errors=["500"])])
    assert [cell.strip() for cell in text.splitlines()[2].split("|")][1:4] == ["intake", "10k", "1"]
    assert "25.4%" in text
    assert "queue (errors!)" in text


def test_sizes_and_clients_come_from_the_environment():
    asked = Options.of({"SIZES": "10k,1m", "CLIENTS": "4", "QUICK": "1", "DOORS": "queue"})
    assert (asked.sizes, asked.clients, asked.only) == ((10_000, 1_000_000), (4,), ("queue",))
    assert Options.of({}).sizes == (10_000, 100_000, 1_000_000)
    assert [short(cases(text)) for text in ("10k", "1m", "2500")] == ["10k", "1m", "2500"]
    with pytest.raises(ValueError, match="SIZES=many"):
        cases("many")


def test_clients_start_together_count_what_they_did_and_stop_when_nothing_is_left():
    def prepare(number: int):
        left = [None] * 4  # the first call is made before the clock runs

        def call() -> None:
            if not left:
                raise Empty
            left.pop()

        return call

    load = drive(prepare, clients=3, seconds=30)
    assert (len(load.latencies), load.errors) == (9, [])


def test_what_a_client_meets_is_told():
    def prepare(number: int):
        raise RuntimeError("no server")

    assert drive(prepare, clients=1, seconds=1).errors == ["RuntimeError: no server"]


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True  # without saying so: the client must notice

    def log_message(self, *_: object) -> None:
        return


def test_the_client_reads_chunks_and_lengths_and_opens_a_closed_connection_again():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    http = Http(server.server_port)
    try:
        assert http.get("/") == (200, b"abcde")
        assert http.get("/") == (200, b"abcde")
        assert http.post("/", {"a": 1}) == (201, json.dumps({"a": 1}).encode())
        assert http.get("/") == (200, b"abcde")
    finally:
        http.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_catalogue_of_many_services_has_as_many_keys(tmp_path, settings):
    folder = many_services(settings.CITY_DIR, tmp_path / "city", 30)
    files = list((folder / "services").glob("*.yaml"))
    assert len(files) == 30
    assert all(f"\nkey: {file.stem}\n" in file.read_text("utf-8") for file in files)


@pytest.mark.django_db(transaction=True)
def test_plain_sql_writes_the_rows_that_a_report_writes():
    rows = limit.rows_of(_submit)
    tables = {row.table for row in rows.inserted}
    assert {"cases_case", "cases_caseevent", "sla_slaclock", "audit_auditleaf", "citizens_citizen"} <= tables
    assert Case.objects.count() == 0
    writer = limit.Writer(rows, "TEST-")
    writer.insert()
    writer.insert()
    writer.connection.close()
    first, second = Case.objects.all()
    assert first.folio != second.folio
    assert first.events.count() == 1
    assert first.citizen_id != second.citizen_id


@pytest.mark.django_db
def test_statements_are_counted_without_transaction_control():
    assert len(queries_of(_submit)) <= 3
