"""Scenarios in the admin: run from a draft, seen step by step, shown in its review, in the way of publishing."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from casetypes.access.models import User
from casetypes.definitions import selectors as definitions
from casetypes.definitions.services import DefinitionRefused
from cms.studio import services
from cms.studio.models import Draft
from tests.cast import sign_in

BROKEN = (
    "expect: {state: turnado, public: referred, desk: enlace-agua",
    "expect: {state: recibido, desk: bacheo",
)


@pytest.fixture
def as_hugo(db, client):
    sign_in(client, User.objects.get(username="hugo"))
    return client


@pytest.fixture
def as_irene(db, client):
    sign_in(client, User.objects.get(username="irene"))
    return client


@pytest.fixture
def broken(draft, changed, hugo) -> Draft:
    """Hugo's draft with an expectation that does not hold, waiting for a second person."""
    saved = services.save(draft.pk, changed(*BROKEN), expected_revision=1, actor=hugo)
    return services.send(
        saved.pk, expected_revision=2, note="Turnar", actor=hugo, despite_failures_of=saved.sha256
    )


def page(client, draft) -> str:
    return client.get(reverse("studio_scenarios", args=[draft.pk])).content.decode()


def test_a_steward_runs_them_and_sees_each_step(as_hugo, written):
    assert "todavía no se prueba" in page(as_hugo, written)
    answer = as_hugo.post(reverse("studio_scenarios", args=[written.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("studio_scenarios", args=[written.pk]))
    shown = page(as_hugo, written)
    assert "Se cumplen los" in shown
    assert "control_desk: programar" in shown
    assert "pasos 13/13" in shown
    assert "st-mark--failed" not in shown


def test_a_failure_says_why_with_its_line_and_what_was_not_reached(as_hugo, broken):
    as_hugo.post(reverse("studio_scenarios", args=[broken.pk]))
    shown = page(as_hugo, broken)
    assert "Resultó" in shown
    assert "turnado" in shown
    assert "Corrija lo que dice el escenario (renglón" in shown
    assert "Renglón" in shown
    assert "st-trail__step--skipped" in shown


def test_a_wrong_date_is_told_in_short_lines_with_what_to_mend_and_the_date_to_copy(
    as_hugo, draft, changed, hugo
):
    text = changed("{is: 5 working days}", "{is: 3 working days}")
    saved = services.save(draft.pk, text, expected_revision=1, actor=hugo)
    as_hugo.post(reverse("studio_scenarios", args=[saved.pk]))
    for address in ("studio_scenarios", "studio_draft"):
        shown = as_hugo.get(reverse(address, args=[saved.pk])).content.decode()
        assert re.search(r'<code class="st-copy">\d{4}-\d\d-\d\d \d\d:\d\d</code>', shown)
        found = re.search(
            r"Corrija la fecha en el escenario \(renglón (\d+)\) o el plazo en la definición", shown
        )
        assert found and "due:" in text.splitlines()[int(found[1]) - 1]


def test_what_was_run_is_shown_in_the_review_until_the_text_changes(as_irene, broken, hugo, changed):
    address = reverse("studio_draft", args=[broken.pk])
    assert "Hay escenarios que fallan" in as_irene.get(address).content.decode()
    cache.clear()
    assert "de la última vez que corrieron" in as_irene.get(address).content.decode()
    as_irene.post(reverse("studio_scenarios", args=[broken.pk]))
    assert "Hay escenarios que fallan" in as_irene.get(address).content.decode()
    services.withdraw(broken.pk, actor=hugo)
    services.save(broken.pk, changed("es: Bache,", "es: Hoyo,"), expected_revision=2, actor=hugo)
    assert "El texto guardado todavía no se prueba" in as_irene.get(address).content.decode()


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_sending_runs_the_scenarios_and_asks_before_a_failing_text_is_sent(as_hugo, draft, changed):
    address, text = reverse("studio_draft", args=[draft.pk]), changed(*BROKEN)
    answer = as_hugo.post(address, {"do": "send", "text": text, "revision": 1, "note": "Turnar"})
    assert answer.status_code == 422
    assert "Enviar aunque falle 1 escenario" in words(answer) and "Turnar" in words(answer)
    draft.refresh_from_db()
    assert (draft.state, draft.failing) == (Draft.EDITING, 1)
    sent = {"text": text, "revision": 2, "do": f"send-despite:{draft.sha256}"}
    other = as_hugo.post(address, {**sent, "text": text.replace("es: Bache,", "es: Hoyo,")})
    assert other.status_code == 422
    sent["revision"] = 3
    assert as_hugo.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert draft.state == Draft.REVIEW


def test_the_header_of_the_review_counts_errors_and_scenarios(as_irene, sent):
    page = words(as_irene.get(reverse("studio_draft", args=[sent.pk])))
    count = sent.scenarios
    assert f"0 errores ; se cumplen {count} de {count} escenarios" in page.replace("errores;", "errores ;")


def test_a_failing_text_cannot_be_published_and_the_button_says_why(as_irene, broken):
    answer = as_irene.get(reverse("studio_draft", args=[broken.pk]))
    assert "No se puede publicar: falla 1 escenario" in words(answer)
    button = re.search(r'<button[^>]*value="publish"[^>]*>', answer.content.decode())
    assert button and "disabled" in button.group()


def test_publishing_is_refused_with_the_list_and_the_live_version_stays(as_irene, broken):
    live = definitions.live("bache").pk
    address = reverse("studio_draft", args=[broken.pk])
    answer = as_irene.post(address, {"do": "publish", "sha256": broken.sha256})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Sus escenarios no se cumplen" in shown
    assert "se turna a otra mesa y esta lo recibe" in shown
    assert "scenario-failed" in shown
    assert definitions.live("bache").pk == live
    assert Draft.objects.get(pk=broken.pk).state == Draft.REVIEW


def test_every_failing_scenario_is_told_by_the_service_that_publishes(draft, changed, hugo, irene):
    text = changed(*BROKEN).replace("state: retirado, public: withdrawn", "state: recibido")
    saved = services.save(draft.pk, text, expected_revision=1, actor=hugo)
    sent = services.send(
        saved.pk, expected_revision=2, note="Dos", actor=hugo, despite_failures_of=saved.sha256
    )
    with pytest.raises(DefinitionRefused) as refused:
        services.approve(sent.pk, reviewed_sha256=sent.sha256, note="", actor=irene)
    assert [problem.rule for problem in refused.value.problems] == ["scenario-failed"] * 2
    assert [problem.line for problem in refused.value.problems] == sorted(
        problem.line for problem in refused.value.problems
    )
