"""sign_on.yaml: what it grants must exist, what it trusts must be secure; each mistake is named at its place."""

import pytest

from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import load_city
from tests.definitions.examples import VILLA

SIGN_ON = (VILLA / "sign_on.yaml").read_text("utf-8")


def problems(folder, old: str, new: str) -> list[str]:
    assert old in SIGN_ON
    (folder / "sign_on.yaml").write_text(SIGN_ON.replace(old, new), "utf-8")
    return [str(problem) for problem in lint_city(load_city(folder)) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "role: control_desk",
            "role: contorl_desk",
            'sign_on.yaml:11:49 unknown-role: provider "ayuntamiento"',
        ),
        ("desk: bacheo", "desk: bacheos", 'sign_on.yaml:11:69 unknown-desk: provider "ayuntamiento"'),
        (
            "crew: C1",
            "crew: C9",
            'sign_on.yaml:12:61 unknown-crew: provider "ayuntamiento" names the crew "C9"',
        ),
        ("role: control_desk", "role: system", '"system" is no role of staff'),
        ("role: control_desk", "role: control_desk@bacheo", '"control_desk@bacheo" is no role of staff'),
        ("https://identidad", "http://identidad", "is no secure address"),
        ("https://identidad.villa.gob.mx", "https://a.mx/?tenant=1", "is no secure address"),
        ("domains: [villa.gob.mx]", "domains: ['@villa.gob.mx']", '"@villa.gob.mx" is no domain'),
        ("client_id: agora", "client_id: agora\n    algorithms: [HS256]", "HS256"),
        ("client_id: agora", "client_id: agora\n    algorithms: [none]", "none"),
        ("only: [admin]", "only: []", "passwords.only"),
    ],
)
def test_a_mistake_in_the_sign_on_of_a_city_is_found(villa, old, new, said):
    assert any(said in each for each in problems(villa, old, new)), problems(villa, old, new)


def test_a_mistyped_role_or_desk_is_guessed(villa):
    assert 'Did you mean "control_desk"' in problems(villa, "role: control_desk", "role: contorl_desk")[0]
    assert 'Did you mean "bacheo"' in problems(villa, "desk: bacheo", "desk: bacheos")[0]


def test_a_city_without_single_sign_on_needs_no_file(villa):
    (villa / "sign_on.yaml").unlink()
    assert [each for each in lint_city(load_city(villa)) if each.severity == "error"] == []


@pytest.mark.parametrize("text", ["", "nonsense", "bm8gY2VydGlmaWNhdGU=", "-----BEGIN CERTIFICATE-----"])
def test_what_is_no_certificate_of_a_saml_provider_is_found(villa, text):
    saml = (
        "saml:\n  adfs:\n    name: {es: Cuenta, en: Account}\n    entity_id: urn:villa\n"
        f"    sign_in: https://adfs.villa.gob.mx/ls/?x=1\n    certificates: ['{text}']\npasswords:"
    )
    [found] = problems(villa, "passwords:", saml)
    assert "sign_on.yaml:18:20" in found
    assert "this is no certificate" in found
