"""The front page: what do you need, what did you report, how does the city answer."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.pages import cards, figures
from cms.pages.models.public import Context, PublicPage


class HomePage(PublicPage):
    headline = models.CharField(_("headline"), max_length=120, help_text=_("The large words at the top."))

    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 4
    content_panels = [PublicPage.content_panels[0], FieldPanel("headline"), *PublicPage.content_panels[1:]]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def page_context(self, request: HttpRequest) -> Context:
        catalogue = cards.catalogue()
        quick = [(card.url, card.title) for card in catalogue.cards[:4]]
        shown = figures.teaser()
        invented = any(figure.demonstration for figure in shown)
        return {
            "categories": catalogue.groups, "quick": quick, "figures": shown, "is_demonstration": invented,
        }  # fmt: skip
