"""The embedded servers themselves: started for real, killed, and started again with their data."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from config.runtime import changes, database, keys, ports, postgres, valkey
from config.runtime.errors import Stop
from config.runtime.place import Place, explain
from config.runtime.privileges import unprivileged
from config.runtime.supervisor import Supervisor
from tests.waiting import wait_for

CHANGED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


@pytest.fixture
def place(var):
    place = Place("torreon")
    place.prepare()
    return place


@pytest.fixture
def handlers():
    """The supervisor installs signal handlers; pytest gets its own back."""
    kept = {number: signal.getsignal(number) for number in CHANGED}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def started_postgres(supervisor, place):
    secrets = keys.ensure(place)
    port = ports.remembered(place.var / "ports.json", "postgres")
    account = unprivileged(place)
    server = postgres.prepare(place, port=port, password=secrets["DATABASE_PASSWORD"], account=account)
    supervisor.start(server, "PostgreSQL")
    return server, postgres.url(port, secrets["DATABASE_PASSWORD"], "agora_torreon")


def test_postgres_starts_again_with_its_data_after_a_kill_and_a_foreign_lock_file(place, handlers):
    with Supervisor() as supervisor:
        server, url = started_postgres(supervisor, place)
        assert database.ensure(url)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('still here')")
        os.kill(server.process.pid, signal.SIGKILL)
        wait_for(lambda: server.ended() is not None)
        lock = next(place.var.rglob("postmaster.pid"))
        lines = lock.read_text(encoding="ascii").splitlines()
        lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n", encoding="ascii")
        server.start()
        wait_for(server.ready)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("still here",)
        assert not database.ensure(url)
    assert not server.ready()


def test_neither_server_runs_as_root(place, handlers):
    secrets = keys.ensure(place)
    account = unprivileged(place)
    with Supervisor() as supervisor:
        server, _ = started_postgres(supervisor, place)
        broker = valkey.prepare(
            place,
            port=ports.remembered(place.var / "ports.json", "valkey"),
            password=secrets["BROKER_PASSWORD"],
            account=account,
        )
        supervisor.start(broker, "Valkey")
        for child in (server, broker):
            assert Path(f"/proc/{child.process.pid}").stat().st_uid != 0
            assert secrets["BROKER_PASSWORD"] not in " ".join(map(str, child.argv))


def test_valkey_refuses_whoever_does_not_know_the_password(place, handlers):
    secrets = keys.ensure(place)
    port = ports.remembered(place.var / "ports.json", "valkey")
    broker = valkey.prepare(
        place, port=port, password=secrets["BROKER_PASSWORD"], account=unprivileged(place)
    )
    with Supervisor() as supervisor:
        supervisor.start(broker, "Valkey")
        assert valkey.answers(port, secrets["BROKER_PASSWORD"])
        assert not valkey.answers(port, "guessed")


def test_secrets_are_made_once_and_only_their_owner_reads_them(place):
    first = keys.ensure(place)
    assert keys.ensure(place) == first
    assert (place.var / "secrets").stat().st_mode & 0o077 == 0
    assert len(set(first.values())) == len(keys.NAMES)


def test_a_port_is_remembered_until_somebody_else_takes_it(place):
    file = place.var / "ports.json"
    first = ports.remembered(file, "postgres")
    assert ports.remembered(file, "postgres") == first
    with ports.socket.socket() as other:
        other.setsockopt(ports.socket.SOL_SOCKET, ports.socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", first))
        other.listen()
        assert ports.remembered(file, "postgres") != first


def test_what_was_done_is_done_again_only_for_other_content(place, tmp_path):
    file = tmp_path / "0001_initial.py"
    file.write_text("one", encoding="utf-8")
    record = changes.Record(place)
    record.mark("migrations", changes.of_contents([file]))
    assert record.has("migrations", changes.of_contents([file]))
    file.write_text("two", encoding="utf-8")
    assert not record.has("migrations", changes.of_contents([file]))


def test_a_full_disk_is_said_in_words(place):
    stop = explain(OSError(28, "No space left on device", "var/x"), place.var)
    assert isinstance(stop, Stop)
    assert "disk is full" in stop.what
