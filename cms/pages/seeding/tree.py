"""Grows the page tree: what is missing is created, what exists is left alone, but for texts of ours nobody touched."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from wagtail.models import Locale, Page, Site

from casetypes.definitions import selectors
from casetypes.definitions.schema.city import City
from casetypes.kernel.text import pick
from cms.pages import addresses
from cms.pages.models import (
    CataloguePage,
    GuidePage,
    HomePage,
    NoticePage,
    ServicePage,
    TrackingPage,
    TransparencyPage,
)
from cms.pages.seeding import renewal
from cms.pages.seeding.texts import PageText, read

FIXED = {"servicios": CataloguePage, "seguimiento": TrackingPage, "transparencia": TransparencyPage}
KINDS = {"notice": NoticePage, "guide": GuidePage}
WELCOME = "Welcome to your new Wagtail site!"


@dataclass
class Planted:
    """What was created or renewed, for the command to print; empty when everything was there."""

    languages: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)


def grow(*, hostname: str = "localhost", port: int = 80) -> Planted:
    """Locales, one tree per language of the city, and the site. Running it again changes nothing."""
    city, planted = selectors.city(), Planted()
    home: HomePage | None = None
    for language in city.languages:
        locale, created = Locale.objects.get_or_create(language_code=language)
        planted.languages += [language] if created else []
        with translation.override(language):
            home = _language_tree(city, locale, home, planted)
            planted.renewed += renewal.renew(locale)
    if home is not None:
        _site(home, hostname, port, pick(city.name, city.languages[0]))
    return planted


def _language_tree(city: City, locale: Locale, first: HomePage | None, planted: Planted) -> HomePage:
    """One language's pages; the home page of the first language, to translate from."""
    texts = read(locale.language_code, pick(city.name, locale.language_code))
    home = _home(texts.pop("home"), locale, first, planted)
    for slug, text in texts.items():
        _branch(home, slug, text, first, planted)
    _services(home, locale, first, planted)
    return first or home


def _home(text: PageText, locale: Locale, first: HomePage | None, planted: Planted) -> HomePage:
    existing = HomePage.objects.filter(locale=locale).first()
    if existing:
        return existing
    root = Page.get_first_root_node()
    slug = "inicio" if first is None else f"inicio-{locale.language_code}"
    page = HomePage(slug=slug, headline=text.headline, **_words(text, locale))
    return _plant(page, root, first, planted)


def _branch(parent: Page, slug: str, text: PageText, source: Page | None, planted: Planted) -> None:
    """A page and its children; `source` is the page of the first language under which its original is."""
    original = source.get_children().filter(slug=slug).first() if source else None
    page = parent.get_children().filter(slug=slug).first()
    if page is None:
        kind = FIXED.get(slug) or KINDS[text.type or "guide"]
        fields = {"version": text.version, "in_force_from": text.in_force_from} if kind is NoticePage else {}
        page = _plant(kind(slug=slug, **fields, **_words(text, parent.locale)), parent, original, planted)
    for child_slug, child in text.children.items():
        _branch(page, child_slug, child, original, planted)


def _services(home: HomePage, locale: Locale, first: HomePage | None, planted: Planted) -> None:
    catalogue = home.get_children().type(CataloguePage).first()
    if catalogue is None:
        return
    there = set(ServicePage.objects.child_of(catalogue).values_list("service", flat=True))
    for service in selectors.catalogue_services():
        spec = service.compiled.spec
        if spec.key in there:
            continue
        original = _service_page(spec.key, first.locale) if first else None
        title = pick(spec.title, locale.language_code)
        page = ServicePage(slug=addresses.slug_of(spec.key), service=spec.key, title=title, locale=locale)
        _plant(page, catalogue, original, planted)


def _service_page(key: str, locale: Locale) -> ServicePage | None:
    return ServicePage.objects.filter(locale=locale, service=key).first()


def _words(text: PageText, locale: Locale) -> dict[str, Any]:
    return {"title": text.title, "lead": text.lead, "body": text.body, "locale": locale}


def _plant(page: Any, parent: Page, original: Page | None, planted: Planted) -> Any:
    """Publish a new page under `parent`, tied to its original in the first language."""
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    planted.pages.append(page.url_path)
    return page


def _site(home: HomePage, hostname: str, port: int, name: str) -> None:
    """The default site starts at the first language's home; Wagtail's own welcome page goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, hostname=hostname, port=port)
    if site.root_page_id != home.pk:
        site.root_page, site.site_name = home, name
        site.save()
    Page.objects.filter(title=WELCOME, depth=2).delete()
