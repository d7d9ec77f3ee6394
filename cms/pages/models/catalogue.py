"""Every service of the city as a card; searching needs no JavaScript."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from cms.components import discretion
from cms.pages import addresses, cards, facts
from cms.pages.models.public import Context, PublicPage


class CataloguePage(PublicPage):
    template = "pages/catalogue.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ServicePage"]

    class Meta:
        verbose_name = _("catalogue of services")
        verbose_name_plural = _("catalogues of services")

    def page_context(self, request: HttpRequest) -> Context:
        query = request.GET.get("q", "").strip()[:100]
        category = request.GET.get("categoria", "")
        catalogue = cards.catalogue()
        shown = [group for group in catalogue.groups if category in ("", group.key)] or list(catalogue.groups)
        found = catalogue.search(query) if query else ()
        return {"query": query, "category": category, "catalogue": catalogue, "shown": shown, "found": found}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A service published a minute ago has an address before an editor writes a word about it."""
        try:
            return super().route(request, path_components)
        except Http404:
            if len(path_components) == 1 and facts.offered_service(addresses.key_of(path_components[0])):
                return RouteResult(self, kwargs={"service": addresses.key_of(path_components[0])})
            raise

    def serve(
        self, request: HttpRequest, *args: object, service: str = "", **kwargs: object
    ) -> HttpResponseBase:
        compiled = facts.offered_service(service) if service else None
        if compiled is None:
            return super().serve(request, *args, **kwargs)
        if compiled.spec.confidential:
            discretion.mark(request)
        context = {"facts": facts.of(compiled), "words": None, "page": self}
        return discretion.keep_quiet(request, TemplateResponse(request, "pages/service.html", context))
