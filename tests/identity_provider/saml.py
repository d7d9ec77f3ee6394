"""The same provider speaking SAML 2.0, by pysaml2: whoever signed in on its page is told of in a signed answer."""

import shutil
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA1, DIGEST_SHA256, SIG_RSA_SHA1, SIG_RSA_SHA256

from tests.identity_provider import telling
from tests.identity_provider.settings import FOLDER, new_key

KNOWN: dict[str, str] = {}  # "metadata": of the one service provider


def certificate(name: str = "provider") -> str:
    """Of this name, made when first asked for; base64 as metadata writes it."""
    pem = FOLDER / f"{name}.crt"
    if not pem.exists():
        key = serialization.load_pem_private_key(new_key().encode(), password=None)
        who, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(tz=UTC)  # noqa: TID251
        made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        pem.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        (FOLDER / f"{name}.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    return "".join(line for line in pem.read_text().splitlines() if "-" not in line)


def client(metadata: str) -> str:
    """Ágora's metadata; answers the certificate that signs here."""
    KNOWN["metadata"] = metadata
    return certificate()


def _program() -> str:
    """`xmlsec1` of this folder, run by the interpreter of the tests."""
    made = FOLDER / "xmlsec1"
    if not made.exists():
        shutil.copy(Path(__file__).parent / "xmlsec1", made)
        text = made.read_text("utf-8").replace("#!/usr/bin/env python", f"#!{sys.executable}", 1)
        made.write_text(text, "utf-8")
        made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return str(made)


def _server(base: str, lie: dict[str, Any]) -> Server:
    signer = lie.get("signer", "provider")
    certificate(signer)
    config = {
        "entityid": lie.get("issuer", f"{base}/saml/"),
        "xmlsec_binary": _program(),
        "key_file": str(FOLDER / f"{signer}.key"),
        "cert_file": str(FOLDER / f"{signer}.crt"),
        "metadata": {"inline": [KNOWN["metadata"]]},
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(f"{base}/saml/sso/", BINDING_HTTP_REDIRECT)]},
                "policy": {"default": {"lifetime": {"minutes": lie.get("minutes", 5)}}},
            }
        },
    }
    return Server(config=IdPConfig().load(config))


@csrf_exempt
@login_required
def sign_on(request: HttpRequest) -> HttpResponse:
    """A page whose form posts the answer; browsers with JavaScript need no press of its button."""
    lie = telling.LIE.get("saml", {})
    server = _server(request.build_absolute_uri("/").rstrip("/"), lie)
    asked = server.parse_authn_request(request.GET["SAMLRequest"], BINDING_HTTP_REDIRECT)
    told = {**telling.CLAIMS[request.user.username]}
    form = NAMEID_FORMAT_TRANSIENT if lie.get("transient") else NAMEID_FORMAT_PERSISTENT
    where = server.response_args(asked.message)
    response = server.create_authn_response(
        {key: value for key, value in told.items() if key not in {"sub", "class"}},
        name_id=NameID(format=form, text=told["sub"]),
        authn={"class_ref": told.get("class", "urn:oasis:names:tc:SAML:2.0:ac:classes:Password")},
        sign_assertion=lie.get("signed", "assertion") == "assertion",
        sign_response=lie.get("signed") == "response",
        sign_alg=SIG_RSA_SHA1 if lie.get("sha1") else SIG_RSA_SHA256,
        digest_alg=DIGEST_SHA1 if lie.get("sha1") else DIGEST_SHA256,
        in_response_to=lie.get("in_response_to", where["in_response_to"]),
        destination=lie.get("destination", where["destination"]),
        sp_entity_id=lie.get("audience", where["sp_entity_id"]),
    )
    page = server.apply_binding(BINDING_HTTP_POST, str(response), where["destination"], response=True)
    return HttpResponse(page["data"])
