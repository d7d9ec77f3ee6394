"""What no browser sends: requests written by hand, against the web as production runs it."""

import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest
from django.conf import settings as now

from tests.hostile.wire import HOST, STRANGER, Server, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broker]
EVIL = "evil.example"
PLAIN = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\n"
SECOND = f"GET /seguimiento/SMUGGLED/ HTTP/1.1\r\n{PLAIN}\r\n".encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup) -> Iterator[Server]:
    """One for all of them, on the database of this process."""
    database = django_db_setup.url(django_db_setup.name)
    with served(tmp_path_factory.mktemp("var"), database, now.BROKER_URL) as running:
        yield running


def test_a_whole_address_in_the_request_line_leads_nowhere_else(server):
    for target in (f"http://{EVIL}/", f"https://{EVIL}/servicios", f"http://{EVIL}:80@{HOST}/", f"//{EVIL}/"):
        answer = server.ask(target)
        assert urlsplit(answer.header("Location")).netloc in ("", HOST)
        assert f"//{EVIL}" not in answer.raw.decode("latin-1"), target
    assert server.ask(f"http://{HOST}/", host=EVIL).statuses == [400]


def test_another_host_is_refused_however_it_is_written(server):
    for host in (
        EVIL,
        f"{HOST}@{EVIL}",
        f"user:word@{HOST}",
        f"{HOST}:80@{EVIL}",
        f"{HOST}, {EVIL}",
        f"{EVIL}.{HOST}",
        f"{HOST}.{EVIL}",
        f"{HOST}/{EVIL}",
        f"{HOST}#{EVIL}",
        f"{HOST}\\{EVIL}",
        f"{HOST}:{EVIL}",
        "",
        " ",
        "127.0.0.1",
        "[::1]",
        f"{HOST}\t",
        f"{HOST}%00",
        f"{HOST}..",
        None,
    ):
        answer = server.ask("/", host=host)
        assert answer.statuses == ([200] if host == f"{HOST}\t" else [400]), (host, answer.head)
        assert EVIL not in answer.header("Location")
    for line in (f"Host: {EVIL}", f"Host: {HOST}", f"host:{EVIL}"):
        assert server.ask("/", line).statuses == [400], line
    for host in (f"{HOST}:443", f"{HOST}.", HOST.upper()):
        answer = server.ask("/mi-cuenta/", host=host)
        assert answer.statuses == [302], host
        assert urlsplit(answer.header("Location")).netloc == ""


def test_what_a_stranger_says_in_a_proxy_s_name_is_not_read(server):
    for line in (
        "X-Forwarded-Proto: https",
        "Forwarded: proto=https",
        "X_Forwarded_Proto: https",
        "X-Forwarded-Ssl: on",
        "X-Forwarded-Scheme: https",
        "X-Url-Scheme: https",
    ):
        answer = server.ask("/mi-cuenta/entrar/", line, whence=STRANGER)
        assert (answer.statuses, answer.header("Location")) == ([301], f"https://{HOST}/mi-cuenta/entrar/"), (
            line
        )
    for line in (f"X-Forwarded-Host: {EVIL}", f"X-Host: {EVIL}", f"Forwarded: host={EVIL}"):
        for whence in (STRANGER, "127.0.0.1"):
            assert EVIL not in server.ask("/mi-cuenta/", line, whence=whence).raw.decode("latin-1"), line


def report(server: Server, *lines: str) -> int:
    kind = "Content-Type: application/json"
    return server.ask("/api/v1/cases/", kind, *lines, method="POST", body=b"{}").statuses[0]


def test_no_forged_address_escapes_the_limits_of_a_network(server):
    """The last entry is the proxy's; whatever the caller wrote stands before it."""
    home = f"198.51.{secrets.randbelow(250)}.{secrets.randbelow(250)}"  # counted for an hour, also by a later run
    ways = (
        ["X-Forwarded-For: 203.0.113.{n}, {home}"],
        ["X-Forwarded-For: 203.0.113.{n}", "X-Forwarded-For: {home}"],
        ["X_Forwarded_For: 203.0.113.{n}", "X-Forwarded-For: {home}"],
        ["X-Forwarded-For: ,,203.0.113.{n},{home},"],
        ["X-Real-IP: 203.0.113.{n}", "X-Forwarded-For: {home}"],
        ["Forwarded: for=203.0.113.{n}", "X-Forwarded-For: {home}"],
        ["X-Forwarded-For: {home}", "X-Forwarded-For : 203.0.113.{n}"],
    )
    told = [
        report(server, *(line.format(n=number, home=home) for line in way)) for number, way in enumerate(ways)
    ]
    assert told[:2] == [422, 422]
    assert set(told[2:]) <= {429, 400}
    house = f"2001:db8:{secrets.token_hex(2)}:2"
    of_one_house = [report(server, f"X-Forwarded-For: {house}::{number}") for number in range(4)]
    assert of_one_house == [422, 422, 429, 429]


def test_a_line_that_is_slipped_in_becomes_no_header(server):
    for target in (
        "/seguimiento/buscar/?folio=a%0d%0aX-Evil:%20yes",
        "/mi-cuenta/?next=%0d%0aX-Evil:%20yes",
        "/servicios%0d%0aX-Evil:%20yes",
        "/admin/?next=/%0aX-Evil:yes",
        "/%E5%98%8A%E5%98%8DX-Evil:yes",
    ):
        answer = server.ask(target)
        assert len(answer.statuses) == 1 and answer.header("X-Evil") == "", target
    for raw in (
        b"X-A: b\nHost: evil.example",
        b"X-A: b\rHost: evil.example",
        b" folded: line",
        b"X-A: a\0b",
        b"X A: b",
        b": b",
        b"X-A\x0b: b",
        b"Host : evil.example",
        b"X-A: b\r\n Host: evil.example",
        b"no colon",
    ):
        head = f"GET / HTTP/1.1\r\n{PLAIN}".encode() + raw + b"\r\n\r\n"
        answer = server.send(head)
        assert answer.statuses in ([400], [200]), raw
        assert EVIL not in answer.raw.decode("latin-1").replace("evil.example'", ""), raw


def test_no_second_request_hides_in_the_first(server):
    body = b"0\r\n\r\n" + SECOND
    for lines in (
        ["Content-Length: {n}", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Transfer-Encoding: xchunked", "Content-Length: 5"],
        ["Transfer-Encoding: chunked, identity", "Content-Length: 5"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: x", "Content-Length: 5"],
        ["Transfer-Encoding:\x0bchunked", "Content-Length: 5"],
        ["Transfer-Encoding : chunked", "Content-Length: 5"],
        ["Transfer_Encoding: chunked", "Content-Length: {n}"],
        ["Content-Length: 5", "Content-Length: {n}"],
        ["Content-Length: 5, {n}"],
        ["Content-Length: +5"],
        ["Content-Length: 0x5"],
        ["Content-Length: -1"],
        ["Content-Length: 5 5"],
        ["Content-Length: \xb2"],
        ["Transfer-Encoding: chunked\x00"],
    ):
        told = "\r\n".join(line.format(n=len(body)) for line in lines)
        answer = server.send(
            f"POST /mi-cuenta/entrar/ HTTP/1.1\r\n{PLAIN}{told}\r\n\r\n".encode("latin-1") + body
        )
        assert len(answer.statuses) == 1 and answer.statuses[0] in (400, 403, 501), (lines, answer.raw[:300])
    for chunks in (
        b"0x0\r\n\r\n",
        b"-0\r\n\r\n",
        b"0 \x00\r\n\r\n",
        b"1\r\nZZ\r\n0\r\n\r\n",
        b"ffffffffffffffffff\r\n",
        b"0\n\n",
        b"+0\r\n\r\n",
    ):
        head = f"POST /mi-cuenta/entrar/ HTTP/1.1\r\n{PLAIN}Transfer-Encoding: chunked\r\n\r\n".encode()
        assert set(server.send(head + chunks + SECOND).statuses) <= {400, 403}, chunks
    upgrade = "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"
    assert server.send(
        f"GET /healthz HTTP/1.1\r\n{PLAIN}{chr(10).join(upgrade)}\r\n\r\n".encode()
    ).statuses != [101]
    assert server.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").statuses in ([400], [505], [])


def test_what_is_too_big_is_refused_and_others_are_served(server):
    for raw in (
        b"X-A: " + b"a" * 1_000_000,
        b"\r\n".join(b"X-%d: a" % number for number in range(500)),
        b"X-" + b"a" * 100_000 + b": b",
        b"Cookie: " + b"; ".join(b"c%d=1" % number for number in range(20_000)),
    ):
        assert server.send(f"GET / HTTP/1.1\r\n{PLAIN}".encode() + raw + b"\r\n\r\n").statuses in (
            [400],
            [431],
            [],
        ), raw[:20]
    assert server.send(b"GET /" + b"a" * 1_000_000 + f" HTTP/1.1\r\n{PLAIN}\r\n".encode()).statuses in (
        [400],
        [414],
        [],
    )
    assert server.ask("/healthz").statuses == [200]


def test_callers_who_take_their_time_keep_nobody_waiting_for_long(server):
    """Twice as many as there are threads: half a head, and a body that never comes."""
    halves = (
        b"GET / HTTP/1.1\r\nHost: ag",
        f"POST /mi-cuenta/entrar/ HTTP/1.1\r\n{PLAIN}Content-Length: 9\r\n\r\na".encode(),
    )
    with ExitStack() as all_of_them:
        for half in halves * 4:
            slow = all_of_them.enter_context(closing(server.open()))
            slow.sendall(half)
        assert server.ask("/healthz").statuses == [200]
        slow.settimeout(15)
        assert b"200" not in slow.recv(100)


def test_no_writing_of_a_path_leads_out_of_the_site_or_past_a_door(server):
    for target in (
        f"//{EVIL}",
        f"//{EVIL}/%2e%2e",
        f"///{EVIL}",
        f"/\\{EVIL}",
        f"/%5c{EVIL}",
        f"/%2f%2f{EVIL}",
        f"/%09/{EVIL}",
        f"/.{EVIL}",
        f"/;@{EVIL}",
        f"/en//{EVIL}",
        f"//{EVIL}/servicios",
        f"/servicios//{EVIL}",
        f"/mi-cuenta/entrar?next=//{EVIL}",
        f"/admin?next=https://{EVIL}",
        f"/%0d%0a//{EVIL}",
    ):
        for whence in ("127.0.0.1", STRANGER):
            place = server.ask(target, whence=whence).header("Location").replace("\\", "/")
            assert not place.startswith("//") and urlsplit(place).netloc in ("", HOST), (target, place)
    for target in (
        "/admin/trabajo/",
        "/admin;x/trabajo/",
        "/admin/trabajo/;jsessionid=1",
        "/./admin/trabajo/",
        "/%61dmin/trabajo/",
        "/servicios/../admin/trabajo/",
        "/servicios/%2e%2e/admin/trabajo/",
        "/admin//trabajo/",
        "/ADMIN/trabajo/",
        "/admin/trabajo/%00",
        "/admin/trabajo/.json",
        "/admin/trabajo/%20",
        "/metrics",
        "/metrics/",
        "/%6detrics",
        "/static/../../manage.py",
        "/static/%2e%2e/%2e%2e/manage.py",
        "/media/%2e%2e/secrets",
        "/media/..%2f..%2fsecrets",
        "/media/public/../../audit.key",
        "/media/%252e%252e/audit.key",
        "/.env",
        "/.git/config",
    ):
        assert server.ask(target).statuses[0] in (301, 302, 400, 404), target


def test_a_method_is_what_the_first_line_says(server):
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert server.ask("/healthz", f"{name}: DELETE").statuses == [200]
        assert server.ask("/mi-cuenta/salir/", f"{name}: POST").statuses == [405]
    for method in ("TRACE", "CONNECT", "TRACK", "DEBUG", "PROPFIND", "EVIL" * 5, "get", "G\x00ET", "GET\t"):
        answer = server.ask("/mi-cuenta/entrar/", "Cookie: a=secret-cookie", method=method)
        assert answer.statuses and answer.statuses[0] in (400, 403, 405, 501), method
        assert "secret-cookie" not in answer.raw.decode("latin-1")
    told = server.ask("/metrics", "Authorization: Bearer watching").raw.decode()
    assert set(re.findall(r'method="(\w+)"', told)) <= {"GET", "HEAD", "POST", "OPTIONS", "other"}
