"""The settings of production, but for static files: nothing has to be collected before the server starts."""

from config.settings.prod import *  # noqa: F403

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
