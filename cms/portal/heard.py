"""What the city said to the reporter in words: its question, its reason for declining, and their own answers.

An event's input is not public, because staff write it freely. Its reporter may read that of the moves that
are addressed to them: to a state that waits for them, to an end that is not "done", and what they sent
themselves; and why something that they had answered was corrected.
"""

from datetime import datetime

from django.utils.translation import get_language

from casetypes.cases.corrections.services import KIND
from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import type_of
from casetypes.kernel.text import pick


def by_event(case: Case, compiled: CompiledService) -> dict[tuple[datetime, str], str]:
    """(moment, transition) → what was said, in the active language. One query."""
    events = CaseEvent.objects.filter(case=case, kind__in=("transition", KIND), public=True).order_by(
        "at", "id"
    )
    told = {(event.at, event.name): said(event, compiled) for event in events if _addressed(event, compiled)}
    return {key: text for key, text in told.items() if text}


def question(case: Case, compiled: CompiledService) -> str:
    """What a waiting case waits for: the words of the move that made it wait; "" when nothing was asked."""
    if case.public_status != "waiting":
        return ""
    events = CaseEvent.objects.filter(case=case, kind="transition", to_state=case.state)
    event = events.order_by("-at", "-id").first()
    return said(event, compiled) if event else ""


def said(event: CaseEvent, compiled: CompiledService) -> str:
    """The texts and choices of an event's input, one per line; files are left out. Of a correction its reason."""
    if event.kind == KIND:
        return str(event.data.get("because", ""))
    transition = compiled.spec.transitions.get(event.name)
    given = event.data.get("input", {})
    fields = transition.input if transition else {}
    lines = (_line(fields[key], value) for key, value in given.items() if key in fields)
    return "\n".join(line for line in lines if line)


def _line(options: FieldOptions, value: object) -> str:
    language = get_language() or "es"
    field_type = type_of(options)
    if field_type.takes_files or options.is_personal:
        return ""
    text = field_type.display(value, options, language)
    if options.type in {"text", "long_text"}:
        return text
    label = pick(options.label, language)
    return f"{label}: {text}" if label and text else text


def _addressed(event: CaseEvent, compiled: CompiledService) -> bool:
    if event.actor_role == "reporter" or event.kind == KIND:
        return True
    state = compiled.spec.states.get(event.to_state)
    return state is not None and (state.public == "waiting" or (bool(state.final) and state.final != "done"))
