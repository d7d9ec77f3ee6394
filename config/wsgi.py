import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()
# Before the processes fork: the first visitor of each does not wait for it, and what is broken stops the start.
import_module(settings.ROOT_URLCONF)
