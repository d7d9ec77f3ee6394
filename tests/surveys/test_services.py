"""Surveys: invited by the definition, answered once by signed link, while they are open."""

from datetime import timedelta

import pytest

from casetypes.audit.models import AuditLeaf
from casetypes.cases import links
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.registry import effects
from casetypes.surveys import services
from casetypes.surveys.models import Survey

pytestmark = pytest.mark.django_db

HAPPY = {"resuelto": True, "calificacion": 5, "comentario": "Gracias"}


@pytest.fixture
def invited(report, morning):
    """(case, token) of a case whose reporter was invited."""
    case = report("bache")
    services.invite(case, "satisfaccion")
    return case, links.sign(case.folio, "survey")


def test_the_effect_is_part_of_the_language():
    effect = effects.get("survey")
    assert effect.at_once
    assert effect.Arguments.short == "key"


def test_one_closing_invites_once(report):
    case = report("bache")
    assert services.invite(case, "satisfaccion") == services.invite(case, "satisfaccion")
    case.reopened = 1
    services.invite(case, "satisfaccion")
    assert list(Survey.objects.order_by("round").values_list("round", flat=True)) == [1, 2]


def test_the_link_leads_to_the_questions(invited):
    case, token = invited
    found = services.open_invitation(token)
    assert (found.folio, list(found.spec.questions)) == (
        case.folio,
        ["resuelto", "calificacion", "comentario"],
    )


def test_an_answer_is_kept_with_its_rating_and_the_case_gets_an_event(invited, morning):
    case, token = invited
    survey = services.answer(token, HAPPY, language="es")
    assert (survey.rating, survey.answers, survey.answered_at) == (5, HAPPY, morning)
    event = case.events.get(kind="survey")
    assert (event.actor_role, event.data, event.public) == ("reporter", {"rating": 5}, False)
    assert AuditLeaf.objects.filter(action="case.survey").count() == 1


def test_it_is_answered_once(invited):
    _case, token = invited
    services.answer(token, HAPPY, language="es")
    with pytest.raises(services.AlreadyAnswered):
        services.answer(token, HAPPY, language="es")
    with pytest.raises(services.AlreadyAnswered):
        services.open_invitation(token)


@pytest.mark.parametrize(
    ("field", "value"),
    [("calificacion", 6), ("calificacion", "5"), ("resuelto", None), ("comentario", "x" * 1001)],
)
def test_a_wrong_answer_is_refused_by_its_question_and_may_be_mended(invited, field, value):
    _case, token = invited
    with pytest.raises(Invalid) as refused:
        services.answer(token, {**HAPPY, field: value}, language="es")
    assert list(refused.value.fields) == [field]
    assert services.answer(token, HAPPY, language="es").rating == 5


def test_it_closes_when_the_definition_says(invited, morning):
    _case, token = invited
    with clock.at(morning + timedelta(days=13)):
        assert services.open_invitation(token)
    with clock.at(morning + timedelta(days=15)), pytest.raises(services.SurveyClosed):
        services.answer(token, HAPPY, language="es")


def test_only_a_link_made_for_it_opens_it(invited, report):
    case, _token = invited
    for token in (links.sign(case.folio, "reporter"), "x", links.sign(report("bache").folio, "survey")):
        with pytest.raises(NotFound):
            services.open_invitation(token)
