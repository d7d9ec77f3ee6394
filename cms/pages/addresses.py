"""Addresses of services: the key with dashes. `luminaria_apagada` lives at /servicios/luminaria-apagada/."""

from django.urls import reverse

CATALOGUE = "servicios"


def slug_of(service: str) -> str:
    return service.replace("_", "-")


def key_of(slug: str) -> str:
    return slug.replace("-", "_")


def home() -> str:
    """The front page in the active language."""
    return reverse("wagtail_serve", args=[""])


def service(key: str) -> str:
    """The page of a service in the active language."""
    return f"{home()}{CATALOGUE}/{slug_of(key)}/"


def report(key: str) -> str:
    """Where reporting it starts."""
    return reverse("portal:report", args=[slug_of(key)])


def page(slug: str) -> str:
    """A page right under the front page, such as "seguimiento"."""
    return f"{home()}{slug}/"
