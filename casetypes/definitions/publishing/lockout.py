"""A desks.yaml that would leave nobody to administer people is refused, with its place, and all of it is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from casetypes.access.staff import administrators
from casetypes.definitions.loader import CityBundle
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.publishing.report import DefinitionRefused


@contextmanager
def nobody_locked_out(city: CityBundle) -> Iterator[None]:
    """Around what brings roles in line with desks.yaml. Raises DefinitionRefused."""
    try:
        with administrators.kept():
            yield
    except administrators.LastAdministrator as last:
        raise DefinitionRefused([_problem(city)]) from last


def _problem(city: CityBundle) -> Problem:
    assert city.desks is not None  # its roles were just brought in line
    mark = city.desks.marks.value(("rights",))
    message = phrase("after this nobody could manage people any more: everybody would be locked out")
    hint = phrase(
        "Give the right manage_people to a role that somebody who can sign in holds without a last day."
    )
    return Problem(mark.file, mark.line, mark.column, "nobody-administers", message, hint)
