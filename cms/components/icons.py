"""The icon sprite: drawings on a 24 grid that are put inline, so they take the colour of the text."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SPRITE = Path("base", "static", "img", "icons.svg")
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)">(.*?)</symbol>', re.DOTALL)

CATEGORY_ICONS = {
    "vialidades": "road",
    "agua": "water",
    "alumbrado": "light",
    "limpieza": "waste",
    "basura": "waste",
    "ambiente": "tree",
    "parques": "park",
    "transito": "traffic",
    "proteccion": "safety",
    "atencion": "people",
    "animales": "animal",
    "tramites": "file",
}


class UnknownIcon(KeyError):
    """No drawing of that name in the sprite."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No icon {name!r}. Draw it in themes/base/static/img/icons.svg or use one of its ids."
        )


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Name → the inner SVG of its symbol."""
    text = (Path(settings.BASE_DIR) / "themes" / SPRITE).read_text(encoding="utf-8")
    return dict(_SYMBOL.findall(text))


def drawing(name: str) -> str:
    try:
        return drawings()[name]
    except KeyError:
        raise UnknownIcon(name) from None


def for_category(key: str) -> str:
    """The icon of a category key of a city; `service` for one nobody has drawn yet."""
    matches = (icon for word, icon in CATEGORY_ICONS.items() if word in key)
    return next(matches, "service")
