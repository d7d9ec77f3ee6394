"""One machine: what `make run` starts."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("DEBUG", False)
