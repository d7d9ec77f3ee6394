"""The admin is one product in Spanish: Wagtail neither speaks of itself nor in English."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["admin", "hugo"])
def test_the_first_page_and_its_menus_do_not_name_wagtail(signed_in, name):
    page = signed_in(name).get("/admin/").content.decode()
    assert "Buen día, " in page and "El sitio público" in page
    assert "editor guide" not in page and "Editor Guide" not in page and "whats-new" not in page
    assert 'value="Search"' not in page and "Keyboard shortcuts" not in page


def test_scripts_speak_spanish_too(signed_in):
    words = signed_in("hugo").get("/admin/jsi18n/").content.decode()
    assert "Guardando autom" in words and "Opciones de b" in words and '"Save": "Guardar"' in words


def test_the_tree_of_pages_and_the_list_of_sites_are_headed_in_spanish(signed_in):
    browser = signed_in("admin")
    tree = browser.get("/admin/pages/").content.decode()
    assert "Raíz" in tree and "Root" not in tree and 'aria-label="Actions"' not in tree
    sites = browser.get("/admin/sites/").content.decode()
    assert "Nombre del sitio" in sites and "Root page" not in sites
    kinds = browser.get("/admin/pages/usage/pages/servicepage/").content.decode()
    assert "páginas de servicios" in kinds
