"""Everything the city keeps of a person that is theirs to take along (access and portability), as plain values.

Of a case that the person reported as themselves everything said in it is told. A stranger may have typed this address
into a report with personal data of their own: of such a case place and answers are told, as on the page of its folio,
and of the personal ones only the addresses that this person has proven.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from casetypes.access.actors import Actor
from casetypes.accounts import follows, selectors, sessions
from casetypes.accounts.llave_mx import linking
from casetypes.cases.models import Case, CaseEvent, PersonalAnswers
from casetypes.cases.personal_data.reading_purposes import title_of
from casetypes.cases.role_names import role_name
from casetypes.cases.status_names import status_name
from casetypes.citizens import selectors as people
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.forms.builder import type_of
from casetypes.kernel import clock
from casetypes.kernel.text import pick

Plain = dict[str, object]


def everything(citizen: Citizen, actor: Actor) -> Plain:
    """Plain values and aware moments, in the active language."""
    cases = list(selectors.own_cases(actor).order_by("opened_at"))
    consents = people.consents_of(selectors.records(citizen, actor))
    return {
        "made_at": clock.now(),
        "language": citizen.language,
        "contact_points": [
            {"kind": each.kind, "value": each.value, "proven_at": each.proven_at}
            for each in people.addresses(citizen)
        ],
        "llave_mx": linking.told(citizen),
        "consents": [
            {"notice": each.notice, "version": each.version, "given_at": each.given_at} for each in consents
        ],
        "cases": [_case(case, citizen) for case in cases],
        "follows": [{"folio": row.case.folio, "since": row.since} for row in follows.of(citizen)],
        "sessions": [
            {"device": each.device, "started_at": each.started_at, "ends_at": each.ends_at}
            for each in sessions.of(citizen)
        ],
        "readings": [
            {
                "at": row.at, "folio": row.case.folio, "role": role_name(row.role), "purpose": title_of(row.purpose),
                "what": row.what,
            }
            for row in selectors.readings(actor)
        ],
    }  # fmt: skip


def _case(case: Case, citizen: Citizen) -> Plain:
    compiled = definitions.compiled(case.version_id)
    events = CaseEvent.objects.filter(case=case, public=True).order_by("at", "id")
    return {
        "folio": case.folio,
        "service": pick(compiled.spec.title, get_language() or "es"),
        "status": case.public_status,
        "status_name": status_name(case.public_status),
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "place": case.place,
        "answers": _told({**case.answers, **_personal(case, citizen)}, compiled),
        "history": [
            {"at": event.at, "status": event.public_status, "by": event.actor_role} for event in events
        ],
    }  # fmt: skip


def _told(answers: Mapping[str, Any], compiled: CompiledService) -> list[Plain]:
    """Each answer with its question as it was asked, in the form's order, as it is kept and as people read it; files
    are left out."""
    language = get_language() or "es"
    asked = ((key, answers[key], spec) for key, spec in compiled.fields.items() if key in answers)
    return [
        {
            "key": key, "question": pick(spec.label, language) or key, "answer": value,
            "shown": type_of(spec).display(value, spec, language),
        }
        for key, value, spec in asked
        if not type_of(spec).takes_files
    ]  # fmt: skip


def _personal(case: Case, citizen: Citizen) -> dict[str, object]:
    row = PersonalAnswers.objects.filter(case=case).first()
    if row is None or case.citizen is None:
        return {}
    answers = citizens.open_answers(case.citizen, bytes(row.sealed), f"case:{case.folio}")
    if case.citizen_id == citizen.pk:
        return answers
    proven = {each.value.casefold() for each in people.addresses(citizen)}
    return {key: value for key, value in answers.items() if str(value).strip().casefold() in proven}
