"""What somebody wrote into a step of a case that another click carried out first: the same, or words to copy."""

from django.http import HttpRequest
from django.utils.translation import get_language

from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.selectors import compiled
from casetypes.forms.builder import build_form, type_of
from casetypes.forms.field_type import FieldContext, Json


def says_the_same(request: HttpRequest, case: Case, event: CaseEvent) -> bool:
    """Whether the step as it was carried out says what was sent now. Files and personal answers are not compared."""
    fields, done = _fields(case, event.name), event.data.get("input", {})
    answers = _answers(request, case, fields)
    return all(done.get(key) == value for key, value in answers.items() if not fields[key].is_personal)


def words(request: HttpRequest, case: Case, key: str) -> tuple[str, ...]:
    """What was written, as one reads it ("Cuadrilla de bacheo 1", not its key); what is no answer as it was typed."""
    language, fields = get_language() or "es", _fields(case, key)
    answers = _answers(request, case, fields)
    told = [
        type_of(spec).display(answers[name], spec, language)
        if name in answers
        else request.POST.get(name, "")
        for name, spec in fields.items()
    ]
    return tuple(text for text in told if text.strip())


def _fields(case: Case, key: str) -> dict[str, FieldOptions]:
    step = compiled(case.version_id).spec.transitions.get(key)
    return dict(step.input) if step else {}


def _answers(request: HttpRequest, case: Case, fields: dict[str, FieldOptions]) -> dict[str, Json]:
    form = build_form(
        fields, language=get_language() or "es", data=request.POST, context=FieldContext(desk=case.desk_id)
    )
    form.is_valid()
    return form.answers()
