"""What every installation shares; each concern has a file of its own beside this one."""

from config import env
from config.settings.accounts import *  # noqa: F403
from config.settings.apps import *  # noqa: F403
from config.settings.cms import *  # noqa: F403
from config.settings.database import *  # noqa: F403
from config.settings.files import *  # noqa: F403
from config.settings.languages import *  # noqa: F403
from config.settings.llave_mx import *  # noqa: F403
from config.settings.logs import *  # noqa: F403
from config.settings.mail import *  # noqa: F403
from config.settings.readings import *  # noqa: F403
from config.settings.rest import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.sign_on import *  # noqa: F403
from config.settings.sms import *  # noqa: F403
from config.settings.tasks import *  # noqa: F403

BASE_DIR = env.BASE_DIR
VAR_DIR = env.VAR_DIR
CITY = env.CITY
CITY_DIR = BASE_DIR / "workflows_yaml" / CITY
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
PUBLIC_URL = env.text("PUBLIC_URL", f"http://localhost:{env.text('PORT', '8000')}")
