"""The design tokens as values, for the few places that cannot use CSS: the browser's bar, the installed app."""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

LIGHT = ("css/tokens.css", "css/theme.css")
DARK = ("css/tokens-dark.css", "css/theme-dark.css")
_TOKEN = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;]+);")


@lru_cache(maxsize=2)
def values(scheme: str = "light") -> dict[str, str]:
    """Token name → value of this city's theme, in the "light" or the "dark" scheme."""
    found: dict[str, str] = {}
    for path in (*LIGHT, *DARK) if scheme == "dark" else LIGHT:
        if file := finders.find(path):
            found.update(_TOKEN.findall(Path(file).read_text(encoding="utf-8")))
    return found


def value(name: str, scheme: str = "light") -> str:
    """The value of one token; raises KeyError for a name that no theme has."""
    return values(scheme)[name]
