"""A key is owned by one source, files or the CMS: neither overwrites the other in silence."""

import io

import pytest
from django.core.management import call_command

from casetypes.access.actors import Actor, Post
from casetypes.audit.models import AuditLeaf
from casetypes.definitions import selectors
from casetypes.definitions.models import CaseType
from casetypes.definitions.services import DefinitionRefused, publish_city, publish_service
from casetypes.kernel.errors import Conflict, NotAllowed, Refused
from tests.definitions.test_publishing import change, published  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

IRENE = Actor("staff", user_id=9, posts=(Post("committee", rights=frozenset({"publish_definitions"})),))
HUGO = 7


def socavon(**replaced):
    text = selectors.live("socavon").source
    for old, new in replaced.values():
        assert old in text
        text = text.replace(old, new)
    return text


def titled(word="Socavón"):
    return socavon(title=("es: Bache,", f"es: {word},"))


def publish(text, *, actor=IRENE, authors=(HUGO,), replaces=1, key="socavon"):
    return publish_service(text, key=key, actor=actor, authors=authors, replaces=replaces)


def test_a_text_of_the_cms_becomes_the_live_version_and_owns_its_key(published):  # noqa: F811
    one = publish(titled())
    assert (one.number, one.change) == (2, "text")
    assert selectors.live_service("socavon").compiled.spec.title["es"] == "Socavón"
    assert CaseType.objects.get(key="socavon").source == "cms"
    leaf = AuditLeaf.objects.get(action="definitions.publish", subject="service:socavon@2")
    assert leaf.actor == "user:9/committee"


def test_comments_are_kept_to_the_letter(published):  # noqa: F811
    text = socavon(remark=("states:\n", "# los estados\nstates:\n"))
    publish(text)
    assert selectors.live("socavon").source == text
    with pytest.raises(Refused, match="ya dice"):
        publish(text, replaces=2)


def test_whoever_wrote_any_of_it_may_not_publish_it(published):  # noqa: F811
    with pytest.raises(NotAllowed, match="segunda persona"):
        publish(titled(), authors=(HUGO, 9))
    with pytest.raises(NotAllowed):
        publish(titled(), actor=Actor("staff", user_id=3, posts=(Post("agent"),)))
    assert selectors.live("socavon").number == 1


def test_a_text_that_no_longer_fits_the_city_is_refused_and_the_old_version_stays(published):  # noqa: F811
    with pytest.raises(DefinitionRefused) as refused:
        publish(socavon(desk=("desk: bacheo", "desk: bacheos")))
    [problem] = refused.value.problems
    assert (problem.rule, problem.file) == ("unknown-desk", "services/socavon.yaml")
    assert selectors.live("socavon").number == 1


def test_a_version_that_went_live_meanwhile_is_not_overwritten(published):  # noqa: F811
    again = titled("Hoyo")
    publish(titled())
    with pytest.raises(Conflict, match="versión 2"):
        publish(again, replaces=1)
    with pytest.raises(Conflict):
        publish(again, replaces=None)


def test_another_services_text_is_refused(published):  # noqa: F811
    with pytest.raises(DefinitionRefused) as refused:
        publish(socavon(key=("key: socavon", "key: hoyo")))
    assert [problem.rule for problem in refused.value.problems if problem.rule == "bad-key"]


def test_a_text_that_breaks_an_import_is_refused_at_the_imports_line(published):  # noqa: F811
    with pytest.raises(DefinitionRefused) as refused:
        publish(socavon(field=("tamano", "medida")))
    assert "imports/bachometro.yaml" in {problem.file for problem in refused.value.problems}


def test_a_file_does_not_overwrite_the_cms_and_everything_else_is_published(published):  # noqa: F811
    publish(titled())
    change(published, "Villa", "Villa Nueva", "city.yaml")
    report = publish_city(published, "user:1")
    assert [one.kind for one in report.published] == ["city"]
    [kept] = report.refused
    said = "El nombre del servicio en español cambia de «Socavón» a «Bache»"
    assert (kept.key, kept.differences) == ("socavon", (f"{said}.",))
    assert "socavon" in str(kept) and f"{said}. " in str(kept)
    assert selectors.live("socavon").number == 2


def test_the_file_owns_the_service_again_once_both_say_the_same(published):  # noqa: F811
    publish(titled())
    (published / "services" / "socavon.yaml").write_text(selectors.live("socavon").source, "utf-8")
    report = publish_city(published, "user:1")
    assert (report.published, report.refused) == ([], [])
    change(published, "es: Socavón,", "es: Hundimiento,", "services/socavon.yaml")
    assert [one.number for one in publish_city(published, "user:1").published] == [3]


def test_a_desk_that_a_service_of_the_cms_needs_cannot_be_taken_away_by_a_file(published):  # noqa: F811
    publish(titled())
    change(published, "desk: bacheo", "desk: ciudadania", "services/socavon.yaml")
    change(published, "  bacheo:", "  hoyos:", "desks.yaml")
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(published, "user:1")
    assert ("services/socavon.yaml", "unknown-desk") in {
        (problem.file, problem.rule) for problem in refused.value.problems
    }


def test_the_command_says_what_it_left_alone_and_ends_with_1(published):  # noqa: F811
    publish(titled())
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("definitions", "publish", str(published), stdout=out, stderr=err)
    assert ended.value.code == 1
    assert "socavon" in err.getvalue() and "0 publicados" in out.getvalue()
