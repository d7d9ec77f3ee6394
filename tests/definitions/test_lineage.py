"""A change of texts applies at once to the cases that run; their rules stay those they began with."""

import pytest
from django.core.cache import cache
from django.test import Client

from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.definitions.models import CaseTypeVersion
from casetypes.definitions.services import publish_city
from tests.definitions.test_publishing import change, published  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
FILE = "services/socavon.yaml"


def say(folder, old, new):
    change(folder, old, new, FILE)
    [one] = publish_city(folder, "user:1", gates=()).published
    return one.change


def version(number):
    return CaseTypeVersion.objects.get(case_type="socavon", number=number).pk


def spec(number):
    return selectors.compiled(version(number)).spec


def test_a_version_shows_the_texts_of_the_newest_one_that_only_reworded_it(published):  # noqa: F811
    assert say(published, "es: Bache,", "es: Hoyo,") == "text"
    assert say(published, "es: Hoyo,", "es: Socavón,") == "text"
    assert [spec(number).title["es"] for number in (1, 2, 3)] == ["Socavón"] * 3
    compiled = selectors.compiled(version(1))
    assert (compiled.number, compiled.version_id) == (1, version(1))


def test_texts_that_come_with_a_rule_are_for_new_cases_only(published):  # noqa: F811
    assert say(published, "by: [control_desk]", "by: [control_desk, agent]") == "rule"
    assert say(published, "es: Bache,", "es: Hoyo,") == "text"
    assert [spec(number).title["es"] for number in (1, 2, 3)] == ["Bache", "Hoyo", "Hoyo"]
    assert "agent" not in str(spec(1).transitions["rechazar"].by)


def test_a_text_in_use_is_forgotten_with_the_next_publication(published):  # noqa: F811
    say(published, "es: Bache,", "es: Hoyo,")
    assert spec(1).title["es"] == "Hoyo"
    say(published, "es: Hoyo,", "es: Socavón,")
    assert spec(1).title["es"] == "Socavón"


def test_the_tracking_page_of_a_running_case_shows_new_words_at_once(report, city_folder):
    case = report("bache")
    page = f"/seguimiento/{case.folio}/"
    assert "Profundidad aproximada (cm)" in Client().get(page).content.decode()
    path = city_folder / "services" / "bache.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("es: Profundidad aproximada (cm)", "es: Hondura en centímetros"), "utf-8")
    [one] = publish_city(city_folder, "user:1", gates=()).published
    assert one.change == "text"
    cache.clear()
    shown = Client().get(page).content.decode()
    assert "Hondura en centímetros" in shown and "Profundidad aproximada" not in shown
    assert Case.objects.get(folio=case.folio).version.number == 1
