"""What the form of a correction asks: the questions that apply to the case and that this person may correct."""

from collections.abc import Mapping
from dataclasses import dataclass

from casetypes.access.actors import Actor
from casetypes.cases.corrections.rights import Pen, pen_of
from casetypes.cases.corrections.weighing import open_sealed
from casetypes.cases.models import Case
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions


@dataclass(frozen=True)
class Offered:
    """`fields` in the order of the form, `answers` to them as they are now; `masked`: personal ones that the person
    would have to open first."""

    pen: Pen
    fields: dict[str, FieldOptions]
    answers: dict[str, object]
    masked: tuple[str, ...]

    @property
    def compiled(self) -> CompiledService:
        return self.pen.compiled


def offered(case: Case, actor: Actor, given: Mapping[str, object] | None = None) -> Offered:
    """`given`: answers that were typed already (None: taken away), so that questions to which they lead are asked too.
    Whether a question applies may hang on a sealed answer; its value stays here."""
    pen = pen_of(case, actor)
    stored = {**case.answers, **(open_sealed(case) or {})}
    asked = pen.compiled.asked(
        {key: value for key, value in {**stored, **(given or {})}.items() if value is not None}
    )
    fields = {key: spec for key, spec in asked.items() if key in pen.fields}
    readable = {**case.answers, **pen.seen.shown}
    return Offered(
        pen, fields, {key: readable[key] for key in fields if key in readable},
        tuple(key for key in asked if key in pen.masked),
    )  # fmt: skip
