"""The input of a transition: cleaned by its field types, split into what events may hold and what not."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.cases.attempt import Attempt
from casetypes.cases.models import Case, CaseEvent, PersonalAnswers
from casetypes.citizens import services as citizens
from casetypes.forms.answers import clean_values
from casetypes.forms.field_type import FieldContext


@dataclass(frozen=True)
class CleanInput:
    kept: Mapping[str, object]
    personal: Mapping[str, object]

    @property
    def all(self) -> dict[str, object]:
        return {**self.kept, **self.personal}


def clean(attempt: Attempt, raw: Mapping[str, object]) -> CleanInput:
    """Raises Invalid with one list of sentences per field."""
    fields = attempt.spec.input
    if not fields:
        return CleanInput({}, {})
    context = FieldContext(desk=attempt.case.desk_id)
    values = clean_values(fields, raw, language=get_language() or "es", context=context)
    personal = {key: value for key, value in values.items() if fields[key].is_personal}
    kept = {key: value for key, value in values.items() if key not in personal}
    return CleanInput(kept, personal)


def keep_personal(case: Case, event: CaseEvent, personal: Mapping[str, object]) -> None:
    """Personal input joins the case's sealed answers as `<transition>.<field>#<revision>`."""
    if not personal or case.citizen is None:
        return
    row = PersonalAnswers.objects.filter(case=case).first()
    context = f"case:{case.folio}"
    answers = citizens.open_answers(case.citizen, bytes(row.sealed), context) if row else {}
    answers |= {f"{event.name}.{key}#{event.revision}": value for key, value in personal.items()}
    sealed = citizens.seal_answers(case.citizen, answers, context)
    PersonalAnswers.objects.update_or_create(case=case, defaults={"sealed": sealed})
