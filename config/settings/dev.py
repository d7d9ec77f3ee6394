"""One machine: what `make run` starts."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("DEBUG", False)
# The demonstration people of `make run` sign in with a code that the page itself says. Never in production: there the
# setting does not exist, and `config.settings.required` refuses to start with it.
DEMONSTRATION_CODES = env.flag("DEMONSTRATION_CODES", False)
