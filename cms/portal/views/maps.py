"""The outline and the zones of the city, as GeoJSON for the maps of the site."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html_join
from django.views.decorators.http import condition, require_safe

from casetypes.places import selectors as places
from casetypes.places.models import Municipality


def _etag(request: HttpRequest) -> str:
    municipality = Municipality.objects.only("key", "revision").first()
    return f'"{municipality.key}-{municipality.revision}"' if municipality else '"none"'


@require_safe
@condition(etag_func=_etag)
def boundary(request: HttpRequest) -> JsonResponse:
    return JsonResponse(places.boundary_geojson())


@require_safe
@condition(etag_func=_etag)
def zones(request: HttpRequest) -> JsonResponse:
    return JsonResponse(places.zones_geojson())


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for the colonia that is being typed, whatever the field is called: at most ten."""
    typed = str(next(iter(request.GET.values()), ""))[:80]
    found = places.search_zones(typed)
    return HttpResponse(
        format_html_join("", '<option value="{}"></option>', ((zone.label,) for zone in found))
    )
