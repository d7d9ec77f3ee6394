"""`load_city` and `demo_people`: safe to run at every start, loud when something is wrong."""

import json
import re
import shutil

import pytest
from django.core.management import CommandError, call_command

from casetypes.access.models import Membership, User
from casetypes.definitions import selectors
from casetypes.definitions.models import CaseType
from cms.pages.models import GuidePage, HomePage

pytestmark = pytest.mark.django_db


def test_running_it_again_changes_nothing_and_says_so(capsys):
    call_command("load_city")
    said = capsys.readouterr().out
    assert "nothing changed" in said
    assert "all there" in said


def test_what_an_editor_changed_is_kept_and_what_is_missing_comes_back():
    home = HomePage.objects.get(locale__language_code="es")
    home.headline = "¿En qué le ayudamos?"
    home.save_revision().publish()
    GuidePage.objects.filter(slug="contacto").delete()
    call_command("load_city", verbosity=0)
    home.refresh_from_db()
    assert home.headline == "¿En qué le ayudamos?"
    assert GuidePage.objects.filter(slug="contacto").count() == 2


def with_step(home, title, text):
    steps = [*home.body.raw_data]
    steps[0]["value"]["steps"][-1] = {"type": "item", "value": {"title": title, "text": text}}
    home.body = json.dumps(steps)
    home.save_revision().publish()


def test_a_text_of_ours_that_promised_too_much_is_renewed_where_nobody_touched_it(capsys):
    home = HomePage.objects.get(locale__language_code="es")
    promise = "Si no quedó bien, puede inconformarse y pedir que se reabra con una foto."
    with_step(home, "Usted tiene la última palabra", promise)
    call_command("load_city")
    assert "1 with a newer text of ours" in capsys.readouterr().out
    said = json.dumps([*HomePage.objects.get(pk=home.pk).body.raw_data], ensure_ascii=False)
    assert "Revise el resultado" in said
    assert promise not in said


def test_what_an_editor_made_of_our_text_stays():
    home = HomePage.objects.get(locale__language_code="es")
    with_step(home, "Usted decide", "Si no quedó bien, llámenos y pida que se reabra con una foto.")
    call_command("load_city", verbosity=0)
    assert "Usted decide" in json.dumps([*HomePage.objects.get(pk=home.pk).body.raw_data])


@pytest.fixture
def mistaken(settings, tmp_path):
    """The city's folder with one mistake in it."""
    folder = tmp_path / "torreon"
    shutil.copytree(settings.CITY_DIR, folder)
    path = folder / "services" / "bache.yaml"
    path.write_text(path.read_text().replace("to: programado", "to: programad", 1))
    settings.CITY_DIR = folder


def test_a_city_that_is_live_goes_on_when_a_file_has_a_mistake_and_the_place_is_told(mistaken, capsys):
    live = selectors.live("bache").number
    call_command("load_city")
    said = capsys.readouterr().err
    assert re.search(r"bache\.yaml:\d+:\d+", said)
    assert "NOT LOADED" in said
    assert selectors.live("bache").number == live


def test_a_first_start_with_a_mistake_is_refused_with_its_place(mistaken):
    CaseType.objects.update(live=None)
    with pytest.raises(CommandError, match=r"bache\.yaml:\d+:\d+"):
        call_command("load_city", verbosity=0)


def test_a_city_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="atlantida"):
        call_command("load_city", city="atlantida", verbosity=0)


def test_the_people_of_the_demonstration_get_their_sign_ins_once(capsys):
    User.objects.all().delete()
    call_command("demo_people")
    first = capsys.readouterr().out
    assert len(re.findall(r"\b\w{4}-\w{4}-\w{4}\b", first)) == User.objects.count() == 9
    call_command("demo_people")
    assert not re.findall(r"\b\w{4}-\w{4}-\w{4}\b", capsys.readouterr().out)
    call_command("demo_people", reset_passwords=True)
    again = capsys.readouterr().out
    assert set(re.findall(r"\w{4}-\w{4}-\w{4}", again)).isdisjoint(re.findall(r"\w{4}-\w{4}-\w{4}", first))


def test_a_printed_password_signs_in_and_opens_the_staff_pages(capsys, client):
    call_command("demo_people", reset_passwords=True)
    password = re.search(r"carla\s+(\S+)", capsys.readouterr().out)[1]
    assert client.login(username="carla", password=password)
    assert User.objects.get(username="carla").has_perm("wagtailadmin.access_admin")


def test_every_desk_can_be_worked_and_the_provider_stands_at_its_own():
    desks = set(
        Membership.objects.filter(role="control_desk").values_list("desk__provider", "user__username")
    )
    assert desks == {(False, "carla"), (True, "fidel")}
    assert Membership.objects.filter(user__username="elena", crew="C1").exists()
