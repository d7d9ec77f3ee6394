"""What Llave MX answers, read strictly."""

import json

import pytest
from pydantic import ValidationError

from casetypes.accounts.llave_mx import pkce
from casetypes.accounts.llave_mx.protocol import Person, Token
from tests.accounts.llave_mx.simulator import challenge, person


def read(**changed):
    return Person.model_validate_json(json.dumps(person(**changed)))


def test_the_proof_is_the_digest_of_rfc_7636():
    assert (
        pkce.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_each_proof_is_new_and_long_enough():
    verifier = pkce.new_verifier()
    assert 43 <= len(verifier) <= 128
    assert verifier != pkce.new_verifier()
    assert pkce.challenge(verifier) == challenge(verifier)


def test_a_number_or_a_text_is_the_same_subject():
    assert read(idUsuario=4711).subject == read(idUsuario="4711").subject == "4711"


def test_an_older_answer_calls_the_subject_id():
    assert read(idUsuario=..., id=9).subject == "9"


@pytest.mark.parametrize(
    "wrong", [..., None, "", True, 1.5, [], {}, "x" * 101, "a b", "4711\r\nSet-Cookie: a=b"]
)
def test_without_a_subject_nothing_is_read(wrong):
    with pytest.raises(ValidationError):
        read(idUsuario=wrong)


@pytest.mark.parametrize("said", [..., None, False, 1, 0, "sí", "1", [], {"verificado": True}])
def test_an_address_counts_only_when_it_says_that_it_was_verified(said):
    assert read(correoVerificado=said).email == ""


@pytest.mark.parametrize("said", [True, "true", "TRUE"])
def test_a_verified_address_counts(said):
    assert read(correoVerificado=said).email == "ana@example.org"


@pytest.mark.parametrize(
    "address", ["ana@example.org\nBcc: all@example.org", "<script>@x", "ana", "ana@@example.org"]
)
def test_what_cannot_be_an_address_is_none_and_is_told_as_drift(address):
    read_person = read(correo=address)
    assert read_person.email == ""
    assert read_person.drifted == ["correo"]


def test_a_basic_account_has_no_address():
    assert read(correo=None).email == read(correo=...).email == ""


@pytest.mark.parametrize("generic", ["XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8", "", None, ...])
def test_a_generic_curp_is_none(generic):
    told = read(curp=generic)
    assert (told.curp, told.drifted) == ("", [])


def test_a_curp_of_sex_x_is_one():
    assert read(curp="GOMA850101XCLMRN05").curp == "GOMA850101XCLMRN05"


def test_a_curp_with_a_wrong_check_digit_is_none_and_is_told_as_drift():
    told = read(curp="GOMA850101MCLMRN09")
    assert (told.curp, told.drifted) == ("", ["curp"])


@pytest.mark.parametrize("field", ["curp", "correo"])
@pytest.mark.parametrize("wrong", [5, True, [], {}, ["a"]])
def test_a_field_of_another_type_is_not_guessed(field, wrong):
    with pytest.raises(ValidationError):
        read(**{field: wrong})


@pytest.mark.parametrize("wrong", ["", "a b", "a\r\nHost: evil", "á", "x" * 5000])
def test_a_token_that_could_not_be_a_header_is_refused(wrong):
    with pytest.raises(ValidationError):
        Token.model_validate({"accessToken": wrong})


def test_neither_token_nor_personal_data_shows_where_an_object_is_printed():
    told = repr(read()) + repr(Token.model_validate({"accessToken": "secret-token"}))
    assert not any(word in told for word in ("GOMA85", "ana@example.org", "secret-token"))
