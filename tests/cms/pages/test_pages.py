"""The pages of the site: what they show in each language, found by which words, at which cost."""

import pytest
from wagtail.models import Page

from cms.pages.models import CataloguePage, HomePage, ServicePage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "¿Qué necesita?"),
        ("/en/", "What do you need?"),
        ("/servicios/", "Fuga de agua"),
        ("/en/servicios/", "Water leak"),
        ("/servicios/bache/", "Tenga a la mano"),
        ("/en/servicios/bache/", "Have at hand"),
        ("/seguimiento/", "Dudas sobre el folio"),
        ("/transparencia/", "Transparencia"),
        ("/transparencia/metodos/", "Cómo se hacen las cifras"),
        ("/aviso-de-privacidad/", "derechos ARCO"),
        ("/accesibilidad/", "WCAG"),
        ("/ayuda/", "Guías"),
        ("/ayuda/estados-de-un-reporte/", "Turnado no es resuelto"),
        ("/contacto/", "911"),
        ("/guia-de-estilo/", "folio"),
    ],
)
def test_each_page_answers_in_its_language(client, path, words):
    response = client.get(path)
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bache", ["Bache"]),
        ("BACHES", ["Bache"]),
        ("agua potáble", ["Fuga de agua"]),
        ("lampara", ["Luminaria"]),
        ("pothole", ["Bache"]),
    ],
)
def test_services_are_found_without_accents_in_any_number_and_language(client, query, found):
    page = client.get("/servicios/", {"q": query}).content.decode()
    assert all(title in page for title in found)
    assert "1 servicio para" in page


def test_a_search_without_result_says_what_to_do(client):
    page = client.get("/servicios/", {"q": "pasaporte"}).content.decode()
    assert "Nada para «pasaporte»" in page
    assert "Ver todos los servicios" in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("luz", "Luminaria apagada o dañada"), ("hoyo en la calle", "Bache"), ("tirar basura", "Basura sin recoger"),
        ("corrupción", "Denuncia contra una persona servidora pública"),
    ],
)  # fmt: skip
def test_a_search_in_everyday_words_finds_the_service(client, typed, found):
    shown = client.get("/servicios/", {"q": typed}).content.decode()
    assert f">{found}</a>" in shown or f"{found}</" in shown
    assert "Nada para" not in shown


def test_a_search_is_shown_as_text_not_as_markup(client):
    assert "<script>alert" not in client.get("/servicios/", {"q": "<script>alert(1)"}).content.decode()


def test_the_search_box_of_any_page_leads_to_the_catalogue(client):
    assert client.get("/buscar/", {"q": "fuga"})["Location"] == "/servicios/?q=fuga"


def test_a_category_shows_its_services_only(client):
    page = client.get("/servicios/", {"categoria": "agua"}).content.decode()
    assert 'href="/servicios/fuga-de-agua/"' in page
    assert 'href="/servicios/bache/"' not in page


def test_a_service_page_shows_the_facts_of_the_definition(client):
    page = client.get("/servicios/bache/").content.decode()
    for fact in ("Gratuito.", "Obras Públicas", "8 horas hábiles", "2 a 5 días hábiles", "art. 115"):
        assert fact in page
    assert 'href="/servicios/bache/reportar/"' in page


def test_what_an_editor_writes_stands_around_the_facts(client):
    page = ServicePage.objects.get(service="bache", locale__language_code="es")
    page.body = [
        {"type": "note", "value": {"kind": "warning", "title": "Lluvias", "text": "<p>Hay retrasos.</p>"}}
    ]
    page.save_revision().publish()
    assert "Hay retrasos." in client.get("/servicios/bache/").content.decode()


def test_a_service_has_a_page_before_an_editor_wrote_one(client):
    ServicePage.objects.filter(service="luminaria").delete()
    response = client.get("/servicios/luminaria/")
    assert response.status_code == 200
    assert "Luminaria apagada o dañada" in response.content.decode()


def test_an_unknown_page_and_an_unknown_service_get_the_page_that_helps(client):
    for path in ("/nada/", "/servicios/nada/", "/en/nada/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "errorpage" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/servicios/bache/", "/servicios/bache/reportar/paso/lugar/", "/seguimiento/"]
)
def test_the_language_switch_leads_to_the_same_page(client, path):
    page = client.get(path).content.decode()
    assert f'href="/en{path}"' in page
    assert client.get(f"/en{path}").status_code == 200


def test_a_page_costs_the_same_with_more_services(client, django_assert_max_num_queries):
    for path, most in (("/", 12), ("/servicios/", 9), ("/servicios/bache/", 10)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_machines_find_their_way(client):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /seguimiento/" in robots
    assert "Disallow: /en/seguimiento/" in robots
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/en/servicios/bache/</loc>" in sitemap
    assert 'hreflang="en"' in sitemap


def test_the_outline_of_the_city_is_served_for_maps(client):
    response = client.get("/mapa/municipio.json")
    assert response.json()["geometry"]
    assert client.get("/mapa/municipio.json", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_the_tree_is_one_per_language_and_tied_together():
    homes = {page.locale.language_code: page for page in HomePage.objects.all()}
    assert set(homes) == {"es", "en"}
    assert homes["es"].translation_key == homes["en"].translation_key
    catalogues = CataloguePage.objects.all()
    assert len({page.translation_key for page in catalogues}) == 1
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()


def test_a_long_list_of_colonias_is_suggested_while_typing(client):
    page = client.get("/mapa/colonias/", {"ubicacion_zone": "torreon jard"}).content.decode()
    assert '<option value="Torreón Jardín' in page
    assert client.get("/mapa/colonias/", {"ubicacion_zone": "<"}).content == b""
