"""Reads the stylesheets of the themes as text: tokens, their values, what uses them."""

import re
from pathlib import Path

from django.conf import settings

THEMES = Path(settings.BASE_DIR) / "themes"
CITIES = ("base", "torreon", "hermosillo")
SCHEMES = ("light", "dark")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;]+);")
_USE = re.compile(r"var\(--([a-z0-9-]+)")
_LITERAL = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)


def text(path: Path) -> str:
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))


def stylesheets() -> list[Path]:
    """Every stylesheet of every theme."""
    return sorted(THEMES.glob("*/static/css/**/*.css"))


def declared(path: Path) -> dict[str, str]:
    return {name: value.strip() for name, value in _TOKEN.findall(text(path))} if path.exists() else {}


def used(path: Path) -> set[str]:
    return set(_USE.findall(text(path)))


def literals(path: Path) -> list[str]:
    return _LITERAL.findall(text(path))


def tokens(city: str, scheme: str) -> dict[str, str]:
    """The tokens as the browser resolves them for a city in a scheme."""
    css = THEMES / "base" / "static" / "css"
    own = THEMES / city / "static" / "css"
    found = declared(css / "tokens.css") | declared(own / "theme.css")
    if scheme == "dark":
        found |= declared(css / "tokens-dark.css") | declared(own / "theme-dark.css")
    return found


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two `#rrggbb` colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
