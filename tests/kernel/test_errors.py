import pytest

from casetypes.kernel import errors


class Lazy:
    """Stands for a lazy translation: its text depends on when it is read."""

    language = "es"

    def __str__(self):
        return {"es": "Falta la foto", "en": "The photo is missing"}[self.language]


def test_a_lazy_message_becomes_text_only_when_read():
    text = Lazy()
    error = errors.Refused(reasons=[text])
    text.language = "en"
    assert error.reasons == ["The photo is missing"]
    assert error.message == str(error) == "The photo is missing"


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (errors.NotAllowed(), "not-allowed", 403),
        (errors.NotFound(), "not-found", 404),
        (errors.Conflict(), "conflict", 409),
        (errors.StaleRevision(expected=1, actual=2), "stale-revision", 409),
        (errors.Invalid(), "invalid", 422),
        (errors.Refused(), "refused", 422),
        (errors.Unavailable(), "unavailable", 503),
    ],
)
def test_each_error_knows_its_code_its_status_and_a_text(error, code, status):
    assert (error.code, error.status) == (code, status)
    assert error.message
    assert isinstance(error, errors.DomainError)


def test_a_stale_writer_learns_both_revisions():
    error = errors.StaleRevision("Cambió", expected=3, actual=5)
    assert (error.expected, error.actual) == (3, 5)
    assert error.extra == {"expected": 3, "actual": 5}
    assert isinstance(error, errors.Conflict)


def test_invalid_names_its_fields():
    error = errors.Invalid(fields={"form.via": [Lazy()], "": ["No"]})
    assert error.fields == {"form.via": ["Falta la foto"], "": ["No"]}


def test_code_status_and_extra_can_be_given():
    error = errors.DomainError("No", code="quota", status=429, extra={"limit": 3})
    assert (error.code, error.status, error.extra) == ("quota", 429, {"limit": 3})
    assert errors.DomainError.code == "error"


def test_a_text_of_its_own_is_said_in_the_readers_language(monkeypatch):
    monkeypatch.setattr(errors, "_translate", {"This was not found.": "No se encontró."}.get)
    assert errors.NotFound().message == "No se encontró."
    assert errors.NotFound("No hay tal folio").message == "No hay tal folio"
