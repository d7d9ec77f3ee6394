"""What replays add to the Wagtail admin: their addresses."""

from django.urls import URLPattern
from wagtail import hooks

from cms.studio.replays.urls import urlpatterns


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return urlpatterns
