"""Every address of the product, by face. Pages exist in each language; machines' addresses only once."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.portal.views import site
from cms.workspace import gate
from cms.workspace.home import home
from cms.workspace.wagtail_words import words_of_scripts
from config.media import media
from config.telemetry import health

gate.answer_404(wagtailadmin_urls)
MEDIA = settings.MEDIA_URL.strip("/")

urlpatterns = [
    path("admin/", home),
    path("admin/jsi18n/", words_of_scripts, name="wagtailadmin_javascript_catalog"),
    path("admin/", include("cms.identity.urls")),
    path("admin/sso/", include("cms.sso.urls")),
    path("admin/", include("cms.people.open_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/", include("api.urls")),
    *(path(address, view) for address, view in health.ADDRESSES.items()),
    path("documents/", include(wagtaildocs_urls)),
    path("transparencia/", include("reports.urls")),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    # Public copies have unguessable names; a proxy may serve this folder instead.
    re_path(rf"^{MEDIA}/(?P<path>.+)$", media, name="media"),
]
urlpatterns += i18n_patterns(
    path("mi-cuenta/", include("cms.account.urls")),
    path("mi-cuenta/llave-mx/", include("cms.account.llave_mx.urls")),
    path("", include("cms.portal.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
