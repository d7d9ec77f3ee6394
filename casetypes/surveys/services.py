"""Inviting to a survey and taking its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import reporter
from casetypes.cases import engine
from casetypes.cases.engine import Occurrence
from casetypes.cases.links import open_link
from casetypes.cases.models import Case
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.city import SurveySpec
from casetypes.forms.answers import clean_values
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar, Span
from casetypes.kernel.errors import Conflict, NotFound
from casetypes.surveys.models import Survey


class SurveyClosed(NotFound):
    code = "survey-closed"
    status = 410


class AlreadyAnswered(Conflict):
    code = "survey-answered"


@dataclass(frozen=True)
class Invitation:
    """An open survey as the person sees it; `spec.questions` make the form."""

    survey: Survey
    spec: SurveySpec
    folio: str


def invite(case: Case, key: str) -> Survey:
    """An invitation for this closing of the case; the one that is there when it was invited already."""
    spec = definitions.survey(key)
    now = clock.now()
    closes_at = closing_time(spec, now)
    survey, _created = Survey.objects.get_or_create(
        case=case, key=key, round=case.reopened + 1, defaults={"invited_at": now, "closes_at": closes_at}
    )
    return survey


def closing_time(spec: SurveySpec, invited_at: datetime) -> datetime:
    """Until when an invitation can be answered."""
    return Calendar.always(definitions.city().time_zone).add(invited_at, Span.parse(spec.open))


def open_invitation(token: str) -> Invitation:
    """What a signed link leads to: the newest invitation of its case. Two queries.

    Raises NotFound (no such link or invitation), LinkExpired, SurveyClosed and AlreadyAnswered.
    """
    folio = open_link(token, "survey")
    survey = Survey.objects.select_related("case").filter(case__folio=folio).order_by("-round", "-id").first()
    return _still_open(survey, folio)


def answer(token: str, answers: Mapping[str, object], *, language: str) -> Survey:
    """Take the answers of a survey, once. `answers` are JSON-shaped; personal ones are sealed.

    Raises Invalid (texts per question) besides what `open_invitation` raises. The case gets an event with the
    rating; what was written stays with the survey.
    """
    folio = open_link(token, "survey")
    with transaction.atomic():
        case = engine.lock(folio)
        survey = Survey.objects.filter(case=case).order_by("-round", "-id").first()
        spec = _still_open(survey, folio).spec
        values = clean_values(spec.questions, answers, language=language)
        assert survey is not None  # `_still_open` raises when there is none
        _keep(survey, case, spec, values)
        told = Occurrence(kind="survey", name=survey.key, role="reporter", data={"rating": survey.rating})
        engine.occur(case, told, actor=reporter(folio=folio))
    return survey


def _still_open(survey: Survey | None, folio: str) -> Invitation:
    if survey is None:
        raise NotFound(_("There is no survey for this case."))
    if survey.answered_at is not None:
        raise AlreadyAnswered(_("This survey was answered already. Thank you."))
    if survey.closes_at <= clock.now():
        raise SurveyClosed(_("This survey is closed. Thank you for your interest."))
    return Invitation(survey, definitions.survey(survey.key), folio)


def _keep(survey: Survey, case: Case, spec: SurveySpec, values: dict[str, object]) -> None:
    personal = {key: value for key, value in values.items() if spec.questions[key].is_personal}
    survey.answers = {key: value for key, value in values.items() if key not in personal}
    if personal and case.citizen is not None:
        survey.sealed = citizens.seal_answers(case.citizen, personal, f"survey:{survey.pk}")
    survey.rating = rating_of(spec, values)
    survey.answered_at = clock.now()
    survey.save(update_fields=["answers", "sealed", "rating", "answered_at"])


def rating_of(spec: SurveySpec, values: Mapping[str, object]) -> int | None:
    """The answer to the first whole-number question."""
    rated = [values.get(key) for key, question in spec.questions.items() if question.type == "integer"]
    return next((value for value in rated if isinstance(value, int)), None)
