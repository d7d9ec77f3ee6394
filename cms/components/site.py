"""Who the page speaks for: the city of this installation, read once from its `city.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casetypes.kernel import text

# name of the door → its address in the first language, and its label; pages of the CMS and of the portal alike
DOORS = {
    "home": ("/", _("Home")),
    "services": ("/servicios/", _("Services")),
    "tracking": ("/seguimiento/", _("Follow-up")),
    "transparency": ("/transparencia/", _("Transparency")),
    "search": ("/buscar/", _("Search")),
    "legal": ("/aviso-de-privacidad/", _("Privacy notice")),
    "contact": ("/contacto/", _("Contact")),
    "help": ("/ayuda/", _("Help")),
    "methods": ("/transparencia/metodos/", _("How figures are made")),
    "open_data": ("/transparencia/#files", _("Open data")),
    "account": ("/mi-cuenta/", _("My account")),
    "exit": ("/salir/", _("Leave this page now")),
    "accessibility": ("/accesibilidad/", _("Accessibility")),
}
NAVIGATION = ("services", "tracking", "transparency")

STREETS = 13  # zoom at which a phone shows about six kilometres


@dataclass(frozen=True)
class Site:
    """The city of this installation; `names`, `office`, `center` (latitude, longitude) and `zoom` as in city.yaml."""

    key: str
    names: Mapping[str, str]
    office: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    center: tuple[float, float] | None = None
    zoom: int = STREETS

    @property
    def name(self) -> str:
        """In the reader's language."""
        return text.pick(self.names, get_language() or "es")


@lru_cache(maxsize=4)
def _read(city: str, path: str) -> Site:
    try:
        document = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
    except OSError:
        document = {}
    names = document.get("name") or {"es": city.replace("-", " ").title()}
    contact = {
        key: str(value) for key, value in (document.get("contact") or {}).items() if isinstance(value, str)
    }
    return Site(key=city, names=names, office=contact.get("office", ""), contact=contact, **_view(document))


def _view(document: Mapping[str, Any]) -> dict[str, Any]:
    """Where maps open. What is written wrong is left out here; the linter speaks of it."""
    try:
        latitude, longitude = map(float, document["center"])
        return {"center": (latitude, longitude), "zoom": int(document.get("zoom") or STREETS)}
    except (KeyError, TypeError, ValueError):
        return {}


def current() -> Site:
    """The city this process serves."""
    return _read(settings.CITY, str(Path(settings.CITY_DIR) / "city.yaml"))


def door(name: str) -> str:
    """The address of one of the main doors in the reader's language."""
    path, _label = DOORS[name]
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def nearness(address: str, here: str) -> str:
    """`aria-current` of a link to `address` on the page `here`: "page", "true" (somewhere beneath), or ""."""
    if here == address:
        return "page"
    return "true" if here.startswith(address) else ""


def map_url(layer: str = "boundary") -> str:
    """Where a page's map finds the city's outline ("boundary") or its zones ("zones"); "" while not wired."""
    try:
        return reverse(f"portal:{layer}")
    except NoReverseMatch:
        return ""


def doors(names: tuple[str, ...] = NAVIGATION) -> list[tuple[str, object]]:
    """(address, label) of each."""
    return [(door(name), DOORS[name][1]) for name in names]
