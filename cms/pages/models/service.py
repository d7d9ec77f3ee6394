"""The page of one service: the editor's words around the facts of the definition."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from casetypes.definitions import selectors
from casetypes.kernel.errors import NotFound
from cms.components import discretion
from cms.pages import addresses, facts
from cms.pages.models.public import Context, PublicPage


class ServicePage(PublicPage):
    """`service` is the key of the definition; its slug is that key with dashes."""

    service = models.CharField(
        _("service"), max_length=60, help_text=_("Key of the definition, such as bache.")
    )

    template = "pages/service.html"
    parent_page_types = ["pages.CataloguePage"]
    subpage_types: list[str] = []
    content_panels = [PublicPage.content_panels[0], FieldPanel("service"), *PublicPage.content_panels[1:]]

    class Meta:
        verbose_name = _("service page")
        verbose_name_plural = _("service pages")

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """The address follows the key, so that links made from definitions always lead here."""
        self.slug = addresses.slug_of(self.service)
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        try:
            selectors.live(self.service)
        except NotFound as error:
            raise ValidationError({"service": error.message}) from error

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """A service that is no longer offered has no page; that of a confidential one is discreet."""
        compiled = facts.offered_service(self.service)
        if compiled is None:
            raise Http404(f"service {self.service} is not offered")
        if compiled.spec.confidential:
            discretion.mark(request)
        return discretion.keep_quiet(request, super().serve(request, *args, **kwargs))

    def page_context(self, request: HttpRequest) -> Context:
        compiled = facts.live_service(self.service)
        return {"facts": facts.of(compiled) if compiled else None, "words": self}
