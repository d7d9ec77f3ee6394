"""The calls to Llave MX, against a server that speaks its protocol, on good and on bad days."""

import datetime
import ipaddress
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from casetypes.accounts.llave_mx import client as calls
from casetypes.accounts.llave_mx import pkce
from casetypes.accounts.llave_mx.client import Client
from casetypes.accounts.llave_mx.configuration import configured, redirect_address
from casetypes.accounts.llave_mx.errors import LlaveMxNotUnderstood, LlaveMxRefused, LlaveMxUnavailable
from tests.accounts.llave_mx.simulator import CODE_HOLDS, LlaveMx, Running, person, settings_for

VERIFIER = pkce.new_verifier()


def a_code(provider: LlaveMx, name: str = "ana", verifier: str = VERIFIER) -> str:
    query = {"redirect_url": provider.redirect, "code_challenge": pkce.challenge(verifier), "state": "s"}
    return parse_qs(urlsplit(provider.grant(name, query)).query)["code"][0]


def a_token(provider: LlaveMx, client: Client):
    return client.exchange(a_code(provider), VERIFIER)


def test_a_code_becomes_a_token_and_the_token_a_person(provider, client_of_city):
    found = client_of_city.person(a_token(provider, client_of_city))
    assert (found.subject, found.email, found.curp) == ("4711", "ana@example.org", "GOMA850101MCLMRN01")


def test_the_body_is_json_in_camel_case_and_the_token_a_header_of_its_own(provider, client_of_city):
    client_of_city.person(a_token(provider, client_of_city))
    (_call, headers, body), (_data, told, _empty) = provider.calls
    assert headers["content-type"] == "application/json"
    assert sorted(json.loads(body)) == ["clientId", "code", "codeVerifier", "grantType", "redirectUri"]
    assert "accesstoken" in told
    assert "authorization" not in told


def test_a_web_system_sends_its_secret_and_basic_credentials(settings):
    provider = LlaveMx(redirect=redirect_address(), secret="s3cret", basic=("agora", "ñandú"))
    with Running(provider):
        settings.LLAVE_MX = settings_for(provider)
        client = Client(configured())
        assert client.person(a_token(provider, client)).subject == "4711"
        settings.LLAVE_MX = settings_for(provider, password="wrong")
        with pytest.raises(LlaveMxUnavailable):
            a_token(provider, Client(configured()))


def test_a_code_is_good_once(provider, client_of_city):
    code = a_code(provider)
    client_of_city.exchange(code, VERIFIER)
    with pytest.raises(LlaveMxRefused):
        client_of_city.exchange(code, VERIFIER)


def test_a_code_is_worth_nothing_to_whoever_did_not_ask_for_it(provider, client_of_city):
    with pytest.raises(LlaveMxRefused):
        client_of_city.exchange(a_code(provider), pkce.new_verifier())


def test_an_old_code_is_refused(provider, client_of_city):
    code = a_code(provider)
    provider.ahead = CODE_HOLDS + 1
    with pytest.raises(LlaveMxRefused):
        client_of_city.exchange(code, VERIFIER)


def test_a_session_there_is_closed_with_a_body(provider, client_of_city):
    token = a_token(provider, client_of_city)
    client_of_city.close(token)
    assert provider.calls[-1][2] == b"{}"
    with pytest.raises(LlaveMxRefused):
        client_of_city.person(token)


def test_that_it_cannot_be_closed_stops_nobody(provider, client_of_city):
    token = a_token(provider, client_of_city)
    provider.misbehave("cerrarSesion", None)
    client_of_city.close(token)
    assert len(provider.tokens) == 1


def _json(document: object, status: int = 200):
    return status, json.dumps(document).encode(), {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "answer",
    [
        _json({}),
        _json([]),
        _json(None),
        _json({"access_token": "renamed"}),
        _json({"accessToken": 5}),
        _json({"accessToken": "a\nb"}),
        (200, b"<html>Mantenimiento</html>", {}),
        (200, b"", {}),
        (200, b"[" * 60_000, {}),
        (200, b'{"a":' * 10_000, {}),
        (200, b"\xff\xfe\x00", {}),
        (200, b" " * (calls.LARGEST + 1), {}),
        (200, b'{"accessToken": "x"', {"Content-Encoding": "gzip"}),
    ],
    ids=range(13),
)
def test_an_answer_that_is_not_the_protocol_s_is_told_as_such(provider, client_of_city, answer):
    provider.misbehave("obtenerToken", answer)
    with pytest.raises(LlaveMxNotUnderstood):
        a_token(provider, client_of_city)


@pytest.mark.parametrize(
    "answer",
    [
        _json({"error": "invalid_client", "error_description": "…"}, 401),
        _json({"error": "redirect_uri_mismatch"}, 400),
        _json({"error": "invalid_client"}, 200),
        (500, b"Traceback (most recent call last)", {}),
        (302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}),
        (404, b"", {}),
    ],
    ids=range(6),
)
def test_what_the_city_or_the_provider_has_to_mend_is_unavailable_to_people(provider, client_of_city, answer):
    provider.misbehave("obtenerToken", answer)
    with pytest.raises(LlaveMxUnavailable):
        a_token(provider, client_of_city)
    assert len(provider.calls) == 1


def test_a_connection_that_breaks_is_unavailable_and_a_code_is_never_sent_twice(provider, client_of_city):
    provider.misbehave("obtenerToken", None)
    with pytest.raises(LlaveMxUnavailable):
        a_token(provider, client_of_city)
    assert len(provider.calls) == 1


def test_data_is_asked_for_once_more_after_a_hiccup(provider, client_of_city):
    token, answers = a_token(provider, client_of_city), [(503, b"", {}), _json(person(idUsuario=1))]
    provider.misbehave("datosUsuario", lambda: answers.pop(0))
    assert client_of_city.person(token).subject == "1"


def test_a_provider_that_trickles_is_left_after_a_while(provider, client_of_city, monkeypatch):
    monkeypatch.setattr(calls, "WHOLE", -1.0)
    with pytest.raises(LlaveMxUnavailable):
        a_token(provider, client_of_city)


def test_a_provider_that_hangs_holds_only_a_few_threads(provider, client_of_city):
    held = [calls._turns.acquire(blocking=False) for _turn in range(calls.AT_ONCE)]
    try:
        with pytest.raises(LlaveMxUnavailable):
            a_token(provider, client_of_city)
    finally:
        for _turn in held:
            calls._turns.release()
    assert provider.calls == []


def test_the_log_names_the_fields_that_do_not_fit_and_never_what_was_in_them(
    provider, client_of_city, caplog
):
    provider.people["ana"] = person(idUsuario=..., curp=["GOMA850101MCLMRN01"])
    with pytest.raises(LlaveMxNotUnderstood):
        client_of_city.person(a_token(provider, client_of_city))
    told = "".join(record.getMessage() for record in caplog.records)
    assert "idUsuario" in told
    assert "curp" in told
    assert not any(secret in told for secret in ("GOMA850101", "ana@example.org"))


def certificate(folder, address="127.0.0.1") -> tuple[str, str]:
    """One that signed itself, good for `address`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Llave MX (simulador)")])
    today = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - OpenSSL looks at the real clock
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return str(paths[0]), str(paths[1])


@pytest.mark.parametrize(
    ("issued_for", "trusted", "works"),
    [("127.0.0.1", True, True), ("127.0.0.1", False, False), ("127.0.0.2", True, False)],
    ids=["right", "unknown issuer", "another host"],
)
def test_a_certificate_is_always_checked(settings, tmp_path, issued_for, trusted, works):
    tls = certificate(tmp_path, issued_for)
    provider = LlaveMx(redirect=redirect_address())
    with Running(provider, tls=tls):
        settings.LLAVE_MX = settings_for(provider, certificates=tls[0] if trusted else "")
        client = Client(configured())
        if works:
            assert client.person(a_token(provider, client)).subject == "4711"
            return
        with pytest.raises(LlaveMxUnavailable):
            a_token(provider, client)
        assert provider.calls == []


def test_it_is_off_unless_configured(settings):
    whole = {"client_id": "1", "sign_in": "https://a.mx/o", "api": "https://b.mx", "secret": "", "user": "",
             "password": "", "certificates": ""}  # fmt: skip
    settings.LLAVE_MX = whole
    assert configured() is not None
    for name in ("client_id", "sign_in", "api"):
        settings.LLAVE_MX = {**whole, name: ""}
        assert configured() is None


@pytest.mark.parametrize("name", ["sign_in", "api"])
@pytest.mark.parametrize("address", ["http://llave.example.org", "ftp://127.0.0.1", "//llave.example.org"])
def test_an_address_without_tls_is_refused(settings, name, address):
    settings.LLAVE_MX = {**settings.LLAVE_MX, "client_id": "1", "sign_in": "https://a.mx", "api": "https://b.mx",
                         name: address}  # fmt: skip
    with pytest.raises(ImproperlyConfigured):
        configured()
