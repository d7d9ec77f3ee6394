"""What the people of a demonstration say: the answers of a scenario, at other places and dates, without contacts."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.scenarios import Scenario
from casetypes.intake.town import Spot
from casetypes.kernel import clock

CONTACTS = {"email", "phone", "curp", "address"}


def of_report(compiled: CompiledService, scenario: Scenario, spot: Spot, at: datetime) -> dict[str, Any]:
    """Raw answers of a form: nobody is reachable, so nothing is ever sent to anybody outside."""
    answers = {
        key: _dated(compiled.fields[key], value, at)
        for key, value in scenario.given.items()
        if key in compiled.fields and compiled.fields[key].type not in CONTACTS
    }
    if compiled.location_field in answers:
        answers[compiled.location_field] = dict(spot.answer)
    return answers


def _dated(field: FieldOptions, value: Any, at: datetime) -> Any:
    """Dates of a scenario lie in its own time; here the day of the report stands for them."""
    if field.type == "date":
        return clock.local(at, definitions.city().time_zone).date().isoformat()
    return value


def of_survey(questions: Mapping[str, FieldOptions], chance: Random) -> dict[str, Any]:
    """Mostly content people; questions that may stay empty do."""
    rating = chance.choices((0.0, 0.25, 0.5, 0.75, 1.0), (1, 1, 2, 6, 8))[0]
    answers: dict[str, Any] = {}
    for key, question in questions.items():
        low, high = getattr(question, "min", None), getattr(question, "max", None)
        if question.type == "integer" and low is not None and high is not None:
            answers[key] = round(low + (high - low) * rating)
        elif question.type == "boolean":
            answers[key] = rating > 0.25  # noqa: PLR2004
    return answers
