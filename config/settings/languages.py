"""Languages and time: Spanish first; the city's time zone comes from its city.yaml."""

import yaml
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


def city_time_zone(city: str) -> str:
    """What city.yaml says; UTC while there is no such file, or one that the linter will refuse."""
    try:
        document = yaml.safe_load((env.BASE_DIR / "workflows_yaml" / city / "city.yaml").read_bytes())
        return str(document["time_zone"])
    except (OSError, yaml.YAMLError, TypeError, KeyError):
        return "UTC"


TIME_ZONE = env.text("TIME_ZONE", city_time_zone(env.CITY))
