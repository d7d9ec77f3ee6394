"""What machines ask of the site: robots.txt and the map of its pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from casetypes.definitions import selectors as definitions
from cms.pages import addresses

DISALLOWED = (
    "/admin/",
    "/api/",
    "/reportes/",
    "/seguimiento/",
    "/encuesta/",
    "/salir/",
    "/servicios/*/reportar/",
)


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Reports of people are not for search engines; the pages of the city are."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix}{path}" for prefix in prefixes for path in DISALLOWED),
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every published page with the addresses of its translations; those of confidential services are found in the
    catalogue only."""
    pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale").order_by("path")
    root_paths = Site.get_site_root_paths()
    quiet = definitions.confidential_services()
    by_key: dict[object, list[tuple[str, str]]] = {}
    entries = []
    for page in pages:
        if addresses.key_of(page.slug) in quiet:
            continue
        page._wagtail_cached_site_root_paths = root_paths
        address = page.get_url(request)
        if not address:
            continue
        location = address if address.startswith("http") else settings.PUBLIC_URL + address
        by_key.setdefault(page.translation_key, []).append((page.locale.language_code, location))
        entries.append((location, page.last_published_at, page.translation_key))
    context = {"entries": [(location, at, by_key[key]) for location, at, key in entries]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")
