"""Languages and time: Spanish first; the city's time zone comes from its city.yaml."""

from django.utils.translation import gettext_lazy as _

from config import env

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [env.BASE_DIR / "themes" / "base" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", {"hermosillo": "America/Hermosillo"}.get(env.CITY, "America/Monterrey"))
