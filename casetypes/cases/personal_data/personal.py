"""Personal answers of a case: masked until their reader says what for, and then on the record.

The only door through which a member of staff reads them. Who may ask: the roles that `access` lists for a question,
else agent, control desk and supervisor of the own desk (language.md, "Personal fields"). What opens is what the
reading names, for its person, for a while; what was answered later stays masked until asked for again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases.models import Case, PersonalAnswers, PersonalReading
from casetypes.cases.personal_data import readings
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.cases.roles import roles_for
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import type_of
from casetypes.kernel.errors import NotFound

Answers = dict[str, object]


@dataclass(frozen=True)
class Seen:
    """What the page shows now: answers that `reading` opened, and masks of the others that may be asked for."""

    shown: Answers = field(default_factory=dict)
    masked: dict[str, str] = field(default_factory=dict)
    reading: PersonalReading | None = None


def seen(case: Case, actor: Actor) -> Seen:
    """Writes nothing. Two queries where there is something to see, one or none otherwise."""
    answers = _words(case, actor)
    if not answers:
        return Seen()
    reading = readings.in_force(actor, case)
    opened = set(reading.what) if reading else set()
    compiled = definitions.compiled(case.version_id)
    return Seen(
        {key: value for key, value in answers.items() if question_of(key) in opened},
        {
            key: masked(compiled, key, value)
            for key, value in answers.items()
            if question_of(key) not in opened
        },
        reading,
    )


def readable_keys(case: Case, actor: Actor) -> frozenset[str]:
    """Which personal questions were answered and may be asked for by this actor, files too. No value leaves."""
    return frozenset(_readable(case, actor))


def open_for(case: Case, actor: Actor, stated: Stated) -> PersonalReading:
    """State the purpose: from now on `seen` shows this person the answers, and the record says so. The second click
    on the same button finds the first one's. Raises NotAllowed, and NotFound where nothing personal was answered."""
    with transaction.atomic():
        policies.require(actor, "case.open_personal", case)
        _one_at_a_time(case, actor)
        keys = _questions(_words(case, actor))
        if not keys:
            raise NotFound(_("There is no personal data here that your role may see."))
        known = readings.in_force(actor, case)
        if (
            known
            and known.purpose == stated.key
            and known.reason == stated.reason
            and keys <= set(known.what)
        ):
            return known
        written = readings.record(actor, case, purpose=stated.key, what=keys, reason=stated.reason)
    assert written is not None  # a member of staff, and something to read
    return written


def read(case: Case, actor: Actor, stated: Stated, *, door: str) -> Answers:
    """The answers at once and on the record, through another door than the page; {} leaves no row."""
    answers = _words(case, actor)
    readings.record(
        actor, case, purpose=stated.key, what=_questions(answers), door=door, reason=stated.reason
    )
    return answers


def read_all(cases: Sequence[Case], actor: Actor, stated: Stated, *, door: str) -> dict[int, Answers]:
    """The same of many cases (with their desks) by their ids: one query for the answers, one message for the rows."""
    opened = _opened(cases)
    found = {case.pk: _words(case, actor, opened.get(case.pk, {})) for case in cases}
    what = {case: _questions(found[case.pk]) for case in cases}
    readings.record_all(actor, what, purpose=stated.key, door=door, reason=stated.reason)
    return found


def question_of(key: str) -> str:
    """A reading is of questions: `correo` for `correo#4` too, what was answered before revision 4 corrected it."""
    return key if "." in key else key.partition("#")[0]


def is_earlier(key: str) -> bool:
    """Whether the answer was corrected since."""
    return question_of(key) != key


def _questions(answers: Iterable[str]) -> frozenset[str]:
    return frozenset(question_of(key) for key in answers)


def field_of(compiled: CompiledService, key: str) -> FieldOptions | None:
    """The question behind a key: of the form, also of an answer that was corrected since, or
    `<transition>.<field>#<revision>` of what a step asked for."""
    if question_of(key) in compiled.fields:
        return compiled.fields[question_of(key)]
    step, _dot, asked = key.partition(".")
    transition = compiled.spec.transitions.get(step)
    return transition.input.get(asked.partition("#")[0]) if transition else None


def masked(compiled: CompiledService, key: str, value: object) -> str:
    spec = field_of(compiled, key)
    return type_of(spec).mask(value, spec) if spec else "•••"


def _words(case: Case, actor: Actor, opened: Answers | None = None) -> Answers:
    """Without files: an original is opened one by one and has a door of its own (evidence.services.read_original)."""
    files = definitions.compiled(case.version_id).file_fields
    return {key: value for key, value in _readable(case, actor, opened).items() if key not in files}


def _readable(case: Case, actor: Actor, opened: Answers | None = None) -> Answers:
    """What of the personal answers (read here when not given) this actor may ask for."""
    if not policies.may(actor, "case.open_personal", case):
        return {}
    compiled, roles = definitions.compiled(case.version_id), roles_for(actor, case)
    by_default = bool(policies.may(actor, "case.read_personal", case))
    answers = _opened([case]).get(case.pk, {}) if opened is None else opened
    return {
        key: value
        for key, value in answers.items()
        if compiled.may_read(question_of(key), roles, case.state, unlisted=by_default)
    }


def _opened(cases: Sequence[Case]) -> dict[int, Answers]:
    """Every personal answer by case; none where there are none or the person's key is gone. One query."""
    ids = [case.pk for case in cases]
    sealed = PersonalAnswers.objects.filter(case__in=ids, case__citizen__wrapped_key__isnull=False)
    return {
        row.case_id: citizens.open_answers(row.case.citizen, bytes(row.sealed), f"case:{row.case.folio}")
        for row in sealed.select_related("case__citizen")
        if row.case.citizen is not None
    }


def _one_at_a_time(case: Case, actor: Actor) -> None:
    """Two clicks at once are one reading."""
    with connection.cursor() as cursor:
        key = f"reading:{case.pk}:{actor.user_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [key])
