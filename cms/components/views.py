"""The style guide (every component, once, in every state) and the manifest of the installed app."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from cms.components import samples, site, tokens


class StyleGuide(TemplateView):
    """`?scheme=light|dark` forces a scheme; otherwise the device decides."""

    template_name = "styleguide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scheme = self.request.GET.get("scheme", "")
        return super().get_context_data(
            scheme=scheme if scheme in {"light", "dark"} else "",
            is_demonstration=True,
            **samples.context(),
            **kwargs,
        )


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Makes the portal installable as an app (W3C Web Application Manifest)."""
    here = site.current()
    document = {
        "id": "/",
        "name": _("City services of %(city)s") % {"city": here.name},
        "short_name": here.name,
        "lang": get_language(),
        "start_url": site.door("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": tokens.value("surface"),
        "theme_color": tokens.value("header-surface"),
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
        ],
        "shortcuts": [{"name": str(label), "url": address} for address, label in site.doors()],
    }
    return JsonResponse(document, content_type="application/manifest+json")
