"""The kept menu of the admin is always the menu of who is asking."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.admin.icons import get_icons
from wagtail.users.models import UserProfile

from casetypes.access.models import Membership, User
from casetypes.kernel import clock
from cms.workspace.words import STATUS_ICONS

pytestmark = pytest.mark.django_db
HOME = "/admin/"
QUEUE = "/admin/mesas/bacheo/"


def menu(client) -> str:
    """Names and addresses in the menu, as Wagtail's script reads them."""
    page = client.get(QUEUE).content.decode()
    props = re.search(
        r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', page, re.S
    )
    return json.dumps(json.loads(props[1]), ensure_ascii=False)


def test_two_people_have_two_menus_however_often_they_come(signed_in):
    first = {name: menu(signed_in(name)) for name in ("carla", "gloria")}
    assert "/admin/captura/" in first["carla"]
    assert "/admin/captura/" not in first["gloria"]
    assert {name: menu(signed_in(name)) for name in ("carla", "gloria")} == first


def test_a_post_that_was_given_shows_at_once(signed_in):
    client = signed_in("carla")
    assert "/admin/mesas/simas/" not in menu(client)
    Membership.objects.create(
        user=User.objects.get(username="carla"), role_id="control_desk", desk_id="simas"
    )
    assert "/admin/mesas/simas/" in menu(client)


def test_another_language_has_another_menu(signed_in):
    client = signed_in("carla")
    assert "Bandejas" in menu(client)
    carla = User.objects.get(username="carla")
    carla.language = "en"
    carla.save()
    assert "Queues" in menu(client)


def test_a_right_of_wagtails_own_shows_within_a_minute(morning, signed_in):
    client = signed_in("carla")
    assert "/admin/redirects/" not in menu(client)
    group = Group.objects.create(name="Personas")
    group.permissions.add(
        Permission.objects.get(codename="add_redirect", content_type__app_label="wagtailredirects")
    )
    User.objects.get(username="carla").groups.add(group)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert "/admin/redirects/" in menu(client)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("address", ["/admin/no-existe/", "/admin/pages/999999/edit/", "/admin/test404/"])
def test_a_page_that_does_not_exist_is_told_in_the_admins_frame_and_the_readers_language(
    signed_in, address: str, language: str
):
    admin = User.objects.get(username="admin")
    UserProfile.objects.update_or_create(user=admin, defaults={"preferred_language": language})
    response = signed_in("admin").get(address)
    page = response.content.decode()
    said = {"es": "Esta página no existe", "en": "This page does not exist"}
    assert response.status_code == 404
    assert said[language] in page
    assert "Ir a la primera página" in page if language == "es" else "To the first page" in page
    assert "Ir al Administrador" not in page


def test_every_icon_that_a_page_of_the_staff_names_is_drawn():
    drawn = set(re.findall(r'id="icon-([a-z0-9-]+)"', str(get_icons())))
    faces = Path(settings.BASE_DIR, "cms").rglob("*.html")
    named = {name for page in faces for name in re.findall(r'icon name="([a-z0-9-]+)"', page.read_text())}
    assert len(named) > 20
    assert named | set(STATUS_ICONS.values()) <= drawn
