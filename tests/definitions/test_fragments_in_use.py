"""Shared parts are pinned by version: versions live beside each other, never change, and a newer one is offered."""

import io

import pytest
from django.core.management import call_command

from casetypes.definitions import selectors
from casetypes.definitions.loader import load_city
from casetypes.definitions.models import ConfigurationFile
from casetypes.definitions.pins import Offer, offers, upgraded
from casetypes.definitions.services import DefinitionRefused, publish_city
from tests.definitions.test_publishing import change, published  # noqa: F401  a fixture

OLD, NEW = "fragments/ubicacion.yaml", "fragments/ubicacion-3.yaml"


def newer_version(folder):
    """The same fragment as version 3, in a file beside the first, with another question."""
    text = (folder / OLD).read_text("utf-8").replace("version: 1", "version: 3")
    text += "  entre: {type: text, label: {es: Entre calles, en: Cross streets}}\n"
    (folder / NEW).write_text(text, "utf-8")


def told(*arguments):
    out = io.StringIO()
    call_command("definitions", "fragments", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_two_versions_of_a_fragment_live_beside_each_other(villa):
    newer_version(villa)
    bundle = load_city(villa)
    assert list(bundle.fragments) == ["ubicacion@3", "ubicacion@1"]
    assert bundle.problems == []
    assert "entre" not in bundle.services["bache"].data["form"]["lugar"]["fields"]


@pytest.mark.django_db
def test_both_are_published_and_a_service_stays_with_the_one_it_pins(published):  # noqa: F811
    newer_version(published)
    assert [one.key for one in publish_city(published, "user:1", gates=()).published] == ["ubicacion@3"]
    live = ConfigurationFile.objects.filter(kind="fragment", live=True, key__startswith="ubicacion@")
    assert {"ubicacion@1", "ubicacion@3"} <= set(live.values_list("key", flat=True))
    change(published, "ubicacion@1", "ubicacion@3", "services/socavon.yaml")
    [one] = publish_city(published, "user:1", gates=()).published
    assert (one.key, one.change) == ("socavon", "addition")
    assert list(selectors.live("socavon").lock) == ["ubicacion@3"]


@pytest.mark.django_db
def test_a_published_fragment_cannot_change_under_its_number(published):  # noqa: F811
    change(published, "¿Dónde es?", "¿Dónde?", OLD)
    with pytest.raises(DefinitionRefused) as refused:
        publish_city(published, "user:1", gates=())
    [problem] = refused.value.problems
    assert (problem.file, problem.line, problem.rule) == (OLD, 4, "fragment-changed")
    assert "version: 2" in problem.hint
    assert selectors.live("socavon").number == 1


def test_the_offer_is_the_newest_version_and_only_its_pin_is_rewritten(villa):
    newer_version(villa)
    path = villa / "services" / "bache.yaml"
    text = path.read_text("utf-8")
    assert text.count("use: [ubicacion@1]") == 1
    text = text.replace(
        "use: [ubicacion@1]", "use: # no ubicacion@1 aquí\r\n  - 'ubicacion@1' # el lugar\r\n"
    )
    path.write_bytes(text.encode())
    bundle = load_city(villa)
    service = bundle.services["bache"]
    [offer] = offers(service, bundle.fragments)
    assert offer == Offer("ubicacion@1", "ubicacion@3")
    written = upgraded(service.text, service, offer)
    assert written == service.text.replace("- 'ubicacion@1'", "- 'ubicacion@3'")
    assert offers(service, ["ubicacion@1"]) == []


def test_the_command_says_who_uses_what_and_what_would_change(villa):
    newer_version(villa)
    spanish = told(villa)
    assert "ubicacion@1: lo usa bache" in spanish and "ubicacion@3: lo usa nadie" in spanish
    assert "bache podría pasar de ubicacion@1 a ubicacion@3:" in spanish
    assert "Se añade la pregunta «Entre calles»; puede dejarse sin contestar." in spanish
    english = told(villa, "--language", "en")
    assert "The shared part “Ubicacion” goes from version 1 to version 3." in english


def test_a_newer_version_that_has_errors_is_named_and_not_offered(villa):
    newer_version(villa)
    change(villa, "type: text", "type: txt", NEW)
    spanish = told(villa)
    assert f"{NEW} tiene 1 error" in spanish
    assert f"definitions lint {villa / NEW}\n" in spanish
    assert "podría pasar" not in spanish


@pytest.mark.django_db
def test_the_command_knows_what_is_published(published):  # noqa: F811
    newer_version(published)
    publish_city(published, "user:1", gates=())
    assert "socavon podría pasar de ubicacion@1 a ubicacion@3:" in told()
