"""SAML 2.0: only the provider's own signed answer to a request of this very browser lets anybody in."""

import base64
import copy
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from lxml import etree

from casetypes.access.models import Membership, User
from casetypes.kernel import clock
from cms.sso.models import DeliveredAnswer, Identity
from tests.cms.sso.conftest import OURS, publish, spec
from tests.identity_provider.running import Running

KEY = "adfs"
BEGIN, POSTED = f"/admin/sso/saml/{KEY}/entrar/", f"/admin/sso/saml/{KEY}/respuesta/"
MFA = "https://refeds.org/profile/mfa"
ANA = {
    "sub": "9d1",
    "mail": "ana.rios@torreon.gob.mx",
    "displayName": "Ana Ríos",
    "groups": ["mesa-bacheo"],
    "class": MFA,
}
MAIL, NAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.16.840.1.113730.3.1.241"
NS = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion", "ds": "http://www.w3.org/2000/09/xmldsig#"}


def saml(there: Running, certificate: str, **more) -> dict:
    common = {key: value for key, value in spec("").items() if key in {"name", "domains", "roles"}}
    return {
        **common, "entity_id": f"{there.address}/saml/", "sign_in": f"{there.address}/saml/sso/",
        "certificates": [certificate], "attributes": {"email": MAIL, "full_name": NAME},
        "second_factor": {"acr": [MFA]}, **more,
    }  # fmt: skip


@pytest.fixture
def adfs(a_provider: Running, db, settings, client):
    settings.PUBLIC_URL = OURS
    a_provider.control("lie")
    a_provider.person("ana", **ANA)
    certificate = a_provider.control("certificate")
    publish({}, saml={KEY: saml(a_provider, certificate)})
    metadata = client.get(f"/admin/sso/saml/{KEY}/metadatos/").content.decode()
    assert a_provider.control("saml_client", metadata=metadata) == certificate
    yield a_provider
    a_provider.control("lie")


def answered(there: Running, client: Client, name: str = "ana", **query: str) -> str:
    """The provider's answer to a request of this browser."""
    where, told = there.answer(client.get(BEGIN, query)["Location"], name)
    assert urlsplit(where).path == POSTED
    return told


def post(client: Client, told: str):
    """As the browser does: the post of another site brings no cookie of ours, the step after it does."""
    response = Client(enforce_csrf_checks=True).post(POSTED, {"SAMLResponse": told})
    return client.get(response["Location"]) if response.status_code == 302 else response


def outside(client: Client) -> bool:
    return SESSION_KEY not in client.session


def changed(told: str, change) -> str:
    tree = etree.fromstring(base64.b64decode(told))
    change(tree)
    return base64.b64encode(etree.tostring(tree)).decode()


def test_a_person_of_a_mapped_group_comes_in_by_saml(adfs, client):
    response = post(client, answered(adfs, client, next="/admin/mesas/bacheo/"))
    assert (response.status_code, response["Location"]) == (302, "/admin/mesas/bacheo/")
    ana = User.objects.get(email="ana.rios@torreon.gob.mx")
    assert ana.full_name == "Ana Ríos"
    [post_of_ana] = Membership.objects.filter(user=ana)
    assert (post_of_ana.role_id, post_of_ana.desk_id, post_of_ana.source) == (
        "control_desk",
        "bacheo",
        "sso:saml:adfs",
    )
    assert client.get("/admin/mesas/bacheo/").status_code == 200


def test_a_signed_response_is_as_good_as_a_signed_assertion(adfs, client):
    adfs.control("lie", saml={"signed": "response"})
    assert post(client, answered(adfs, client)).status_code == 302
    assert not outside(client)


def test_our_own_second_factor_follows_a_mere_password(adfs, client):
    adfs.person("ana", **{key: value for key, value in ANA.items() if key != "class"})
    assert post(client, answered(adfs, client))["Location"] != "/admin/"
    assert outside(client)


def test_an_answer_counts_once(adfs, client):
    told = answered(adfs, client)
    assert post(client, told).status_code == 302
    again = Client()
    again.get(BEGIN)
    assert post(again, told).status_code == 400


def test_the_step_after_the_post_counts_once(adfs, client):
    told = answered(adfs, client)
    where = Client().post(POSTED, {"SAMLResponse": told})["Location"]
    assert client.get(where).status_code == 302
    assert client.get(where).status_code == 400
    assert DeliveredAnswer.objects.count() == 0


def test_an_answer_to_another_browser_is_refused(adfs, client):
    """Whoever is made to post a stranger's answer does not become that stranger."""
    victim = Client()
    victim.get(BEGIN)
    assert post(victim, answered(adfs, client)).status_code == 400
    assert outside(victim)


@pytest.mark.parametrize(
    "lie",
    [
        {"signer": "somebody else"},
        {"signed": "nothing"},
        {"sha1": True},
        {"issuer": "https://another.example/saml"},
        {"audience": "https://another.example/metadata"},
        {"destination": "https://another.example/acs"},
        {"in_response_to": "_made-up"},
        {"in_response_to": ""},
        {"minutes": -10},
        {"transient": True},
    ],
    ids=str,
)
def test_an_answer_that_is_not_right_in_every_point_lets_nobody_in(adfs, client, lie):
    adfs.control("lie", saml=lie)
    assert post(client, answered(adfs, client)).status_code == 400
    assert outside(client)
    assert Identity.objects.count() == 0


def test_an_answer_grows_old(adfs, client):
    told = answered(adfs, client)
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert post(client, told).status_code == 400


def other_name(element) -> None:
    """Another person with a post of an administrator."""
    element.find(".//saml:NameID", NS).text = "admin"


def tampered(tree) -> None:
    other_name(tree.find("saml:Assertion", NS))


def wrapped_beside(tree) -> None:
    """XSW: a forged assertion before the signed one."""
    forged = copy.deepcopy(tree.find("saml:Assertion", NS))
    forged.set("ID", "_forged")
    forged.remove(forged.find("ds:Signature", NS))
    other_name(forged)
    tree.insert(0, forged)


def wrapped_around(tree) -> None:
    """XSW: the forged one stands where it is looked for, the signed one lies inside of it."""
    signed = tree.find("saml:Assertion", NS)
    forged = copy.deepcopy(signed)
    forged.set("ID", "_forged")
    forged.remove(forged.find("ds:Signature", NS))
    other_name(forged)
    tree.replace(signed, forged)
    etree.SubElement(forged, f"{{{NS['saml']}}}Advice").append(signed)


def same_number(tree) -> None:
    """XSW: two assertions with one number."""
    forged = copy.deepcopy(tree.find("saml:Assertion", NS))
    forged.remove(forged.find("ds:Signature", NS))
    other_name(forged)
    tree.append(forged)


def moved_signature(tree) -> None:
    """XSW: the signature of the true assertion inside the forged one, the true one inside the signature."""
    signed = tree.find("saml:Assertion", NS)
    forged = copy.deepcopy(signed)
    forged.set("ID", "_forged")
    other_name(forged)
    signature = forged.find("ds:Signature", NS)
    signed.remove(signed.find("ds:Signature", NS))
    tree.replace(signed, forged)
    etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(signed)


def comment_in_the_name(tree) -> None:
    name = tree.find(".//saml:NameID", NS)
    name.text = ""
    name.append(etree.Comment("x"))
    name[-1].tail = "9d1"


def without_signature(tree) -> None:
    assertion = tree.find("saml:Assertion", NS)
    assertion.remove(assertion.find("ds:Signature", NS))


@pytest.mark.parametrize(
    "change",
    [
        tampered,
        wrapped_beside,
        wrapped_around,
        same_number,
        moved_signature,
        comment_in_the_name,
        without_signature,
    ],
)
def test_an_answer_that_was_changed_or_wrapped_lets_in_nobody_but_whom_was_signed(adfs, client, change):
    response = post(client, changed(answered(adfs, client), change))
    assert response.status_code == 400
    assert outside(client)
    assert not Identity.objects.exclude(subject=ANA["sub"]).exists()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


@pytest.mark.parametrize(
    "xml", ["", "nonsense", "<x/>", BOMB, OUTSIDE, "<x>" * 5000], ids=lambda xml: xml[:30]
)
def test_nonsense_and_hostile_xml_are_refused(adfs, client, xml):
    assert post(client, base64.b64encode(xml.encode()).decode()).status_code == 400


@pytest.mark.parametrize("told", ["", "%%%", "A" * 300_000], ids=["empty", "no base64", "too long"])
def test_what_is_no_answer_at_all_is_refused(adfs, client, told):
    assert post(client, told).status_code == 400


def test_a_certificate_that_was_changed_there_has_to_be_configured_first(adfs, client):
    adfs.control("lie", saml={"signer": "next"})
    assert post(client, answered(adfs, client)).status_code == 400
    both = [adfs.control("certificate"), adfs.control("certificate", name="next")]
    publish({}, saml={KEY: saml(adfs, "", certificates=both)})
    assert post(client, answered(adfs, client)).status_code == 302


def test_the_metadata_name_our_addresses(adfs, client):
    response = client.get(f"/admin/sso/saml/{KEY}/metadatos/")
    tree = etree.fromstring(response.content)
    assert tree.get("entityID") == f"{OURS}/admin/sso/saml/{KEY}/metadatos/"
    assert f'Location="{OURS}{POSTED}"' in response.content.decode()


def test_the_sign_in_page_offers_it(adfs, client):
    page = client.get("/admin/login/").content.decode()
    assert BEGIN in page


def test_an_unknown_provider_is_not_there(adfs, client):
    assert client.get("/admin/sso/saml/otro/entrar/").status_code == 404
    assert client.post("/admin/sso/saml/otro/respuesta/").status_code == 404
