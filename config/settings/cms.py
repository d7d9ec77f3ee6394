"""Wagtail."""

from config import env

WAGTAIL_SITE_NAME = "Ágora"
WAGTAILADMIN_BASE_URL = env.text("PUBLIC_URL", f"http://localhost:{env.text('PORT', '8000')}")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Signing in, passwords and addresses are ours (cms.identity, cms.people), with their limits and their record.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("es", "Español"), ("en", "English")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image"]},
    }
}
LEAFLET_CONFIG = {
    # No base layer unless the city names one: nothing is fetched from outside by default.
    "TILES": [("base", env.text("MAP_TILES"), {"attribution": env.text("MAP_ATTRIBUTION")})]
    if env.text("MAP_TILES")
    else [],
}
MAP_TILES = env.text("MAP_TILES")
MAP_ATTRIBUTION = env.text("MAP_ATTRIBUTION")
