"""What would become of a case whose answers are corrected, worked out in memory and written by nobody here.

Computed values, priority and budgets follow only where the corrected answers make the difference: the same rules are
asked of the answers before and after, at the same moment. What was decided otherwise (by hand, by an earlier version,
by the time that has passed since) stays.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases import placing
from casetypes.cases.contacts import contacts_in
from casetypes.cases.corrections import remarks
from casetypes.cases.corrections.rights import Pen
from casetypes.cases.models import SET_BY_HAND, Case, CaseEvent, PersonalAnswers
from casetypes.cases.opening import Rules, decide, search_text
from casetypes.citizens import services as citizens
from casetypes.definitions.compiled import CompiledService
from casetypes.forms.answers import clean_corrections
from casetypes.kernel.errors import Invalid, Refused
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.extension_points import case_correcting

Answers = dict[str, Any]
Write = Callable[[CaseEvent], None]
Expected = tuple[datetime | None, datetime | None]  # the date the citizen is told, before and after


@dataclass(frozen=True)
class ClockMoved:
    """A clock whose time follows the corrected answers: `key` of the definition, due moments before and after."""

    key: str
    before: datetime | None
    after: datetime | None


@dataclass
class Weighed:
    """`case` as it would be and `before` as it was, with all answers of both; `sealed` as they lie (None: none do).
    `changed`: fields by key, the answers before and after (None: none). `remarks` are keys of `remarks.WORDS`:
    what a person should know that follows from no rule. `writes` are called with the event, inside its transaction."""

    case: Case
    before: Case
    compiled: CompiledService
    answers_before: Answers
    answers: Answers
    sealed: Answers | None
    changed: dict[str, tuple[object, object]]
    clocks: list[ClockMoved] = field(default_factory=list)
    expected: Expected = (None, None)
    remarks: list[str] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)

    @property
    def personal(self) -> frozenset[str]:
        """Changed fields whose answers are kept under lock."""
        return self.compiled.personal_fields.intersection(self.changed)

    @property
    def open_answers(self) -> Answers:
        """What the case itself would hold."""
        locked = self.compiled.personal_fields
        fields = {
            key: self.answers[key] for key in self.compiled.fields if key in self.answers.keys() - locked
        }
        return fields | _no_fields(self.before.answers, self.compiled)

    @property
    def locked_answers(self) -> Answers:
        """What would lie sealed: personal answers, and what steps had asked for."""
        return _under_lock(self.answers, self.compiled) | _no_fields(self.sealed or {}, self.compiled)

    @property
    def moves_place(self) -> bool:
        return self.compiled.location_field in self.changed


def weigh(case: Case, given: Mapping[str, object], pen: Pen) -> Weighed:
    """The case becomes what it would be; the caller saves it or lets it go. Raises Invalid (an answer that cannot be,
    or that this person does not correct; nothing that differs) and Refused (the rules cannot be worked out)."""
    compiled = pen.compiled
    _refuse_foreign(given, pen)
    sealed = open_sealed(case)
    stored = {**case.answers, **(sealed or {})}
    answers = clean_corrections(
        compiled, stored, given, language=get_language() or "es", legacy=case.channel == "legacy"
    )
    changed = {
        key: (stored.get(key), answers.get(key))
        for key in compiled.fields
        if stored.get(key) != answers.get(key)
    }
    if not changed:
        raise Invalid(_("Nothing differs from what was answered."), fields={"": []})
    _refuse_consequences(changed, given, pen)
    weighed = Weighed(case, copy(case), compiled, stored, answers, sealed, changed)
    _refuse_proven_contacts(weighed)
    _become(weighed)
    case_correcting.call(weighed)
    return weighed


def _refuse_foreign(given: Mapping[str, object], pen: Pen) -> None:
    """Fields of the form that this person does not correct; what is no field at all is said with the answers."""
    closed = [key for key in given if key in pen.compiled.fields and key not in pen.fields]
    if closed:
        raise Invalid(fields={key: [pen.why_not(key)] for key in closed})


def _refuse_consequences(changed: Mapping[str, object], given: Mapping[str, object], pen: Pen) -> None:
    """A page that no longer applies takes its answers along: only of those that the person corrects."""
    lost = [key for key in changed if key not in given and key not in pen.fields]
    if lost:
        text = _("With this, answers would be dropped that you do not correct or have not opened.")
        raise Invalid(text, fields={"": [], **{key: [pen.why_not(key)] for key in lost}})


def open_sealed(case: Case) -> Answers | None:
    """The sealed answers, None where there are none; their rules are asked, nobody is shown them."""
    if case.citizen is None or case.citizen.wrapped_key is None:
        return None
    row = PersonalAnswers.objects.filter(case=case).first()
    return citizens.open_answers(case.citizen, bytes(row.sealed), f"case:{case.folio}") if row else None


def contacts(weighed: Weighed) -> list[tuple[str, str | None, str | None]]:
    """Kind, address before and address after, of each by which the reporter would be reached otherwise."""
    before = contacts_in(weighed.compiled, weighed.answers_before)
    after = contacts_in(weighed.compiled, weighed.answers)
    kinds = sorted(before.keys() | after.keys())
    return [
        (kind, before.get(kind), after.get(kind)) for kind in kinds if before.get(kind) != after.get(kind)
    ]


def _refuse_proven_contacts(weighed: Weighed) -> None:
    """An address that its owner has proven is not misspelt: nobody takes a person's reports away from them."""
    citizen = weighed.case.citizen
    for kind, before, _after in contacts(weighed) if citizen else ():
        if citizen and before and citizens.is_proven(citizen, kind, before):
            key = next((each for each, (was, _now) in weighed.changed.items() if was == before), "")
            text = _("Its owner has proven this address; only they change it.")
            raise Invalid(fields={key: [text]})


def _become(weighed: Weighed) -> None:
    case, compiled = weighed.case, weighed.compiled
    was = _rules(weighed.before, compiled, weighed.answers_before)
    case.answers = weighed.open_answers
    if weighed.moves_place:
        _move_place(weighed)
    try:
        rules = decide(case, compiled, _under_lock(weighed.answers, compiled))
    except ExpressionRefused as error:
        text = _("With these answers the rules of the service cannot be worked out: %(why)s")
        raise Refused(reasons=[text % {"why": error}]) from error
    _follow_rules(weighed, was, rules)
    case.search_text = search_text(case, compiled)


def _no_fields(answers: Answers, compiled: CompiledService) -> Answers:
    """What lies beside the fields of the form: of an older version, of steps."""
    return {key: value for key, value in answers.items() if key not in compiled.fields}


def _under_lock(answers: Answers, compiled: CompiledService) -> Answers:
    return {key: value for key, value in answers.items() if key in compiled.personal_fields}


def _rules(case: Case, compiled: CompiledService, answers: Answers) -> Rules | None:
    """What the rules say of the answers before; None where they cannot be worked out any more."""
    try:
        return decide(case, compiled, _under_lock(answers, compiled))
    except ExpressionRefused:
        return None


def _move_place(weighed: Weighed) -> None:
    """Zone, point and address by the new answer, as on the day of the report."""
    case, place = weighed.case, placing.of_answers(weighed.compiled, weighed.answers)
    case.zone, case.latitude, case.longitude = place.zone, place.latitude, place.longitude
    case.cell, case.place = place.cell, dict(place.words)
    weighed.remarks += remarks.of_place(weighed.before, case)


def _follow_rules(weighed: Weighed, was: Rules | None, now: Rules) -> None:
    case = weighed.case
    earlier = was.calc if was else {}
    calc = {key: value for key, value in case.calc.items() if key in now.calc or key not in earlier}
    calc |= {key: value for key, value in now.calc.items() if earlier.get(key) != value or key not in calc}
    case.calc, case.rules_unset = calc, now.unset
    if was is not None and (was.priority, was.because) == (now.priority, now.because):
        return
    if case.priority_because == SET_BY_HAND:
        weighed.remarks += ["priority_by_hand"] if was is None or was.priority != now.priority else []
        return
    case.priority, case.priority_because = now.priority, dict(now.because)
