"""Where a folio is asked for. What it shows then is `cms.portal`'s."""

from django.utils.translation import gettext_lazy as _

from cms.pages.models.public import PublicPage


class TrackingPage(PublicPage):
    template = "pages/tracking.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("tracking page")
        verbose_name_plural = _("tracking pages")
