"""What is worked out of the definitions is kept until a publication, and only until then."""

import pytest

from casetypes.definitions import revision
from casetypes.definitions.kept import until_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def _todays_stamp():
    revision.forget()
    yield
    revision.forget()


@pytest.mark.usefixtures("_todays_stamp")
def test_it_is_worked_out_once_for_each_set_of_arguments():
    asked: list[tuple[str, str]] = []

    @until_published
    def told(desk: str, *, language: str) -> str:
        asked.append((desk, language))
        return f"{desk} in {language}"

    assert [told("a", language="es"), told("a", language="en"), told("a", language="es")] == [
        "a in es", "a in en", "a in es",
    ]  # fmt: skip
    assert asked == [("a", "es"), ("a", "en")]


@pytest.mark.usefixtures("_todays_stamp")
def test_a_publication_forgets_it():
    values = iter(["before", "after"])
    told = until_published(lambda: next(values))
    assert told() == told() == "before"
    revision.renew()
    assert told() == "after"
