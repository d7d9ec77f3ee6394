"""The stylesheets of a page, in order. A new component is one file and one line here.

They are written as small files and served as one: a phone with a bad signal makes one trip for all of them.
"""

from pathlib import Path

from django.contrib.staticfiles import finders

from cms.components import built

COMPONENTS = (
    "header",
    "footer",
    "buttons",
    "cards",
    "status",
    "timeline",
    "forms",
    "photo",
    "map",
    "figures",
    "feedback",
    "portal",
    "account",
    "identity",
)
WHOLE = "css/site.css"
DARK = "(prefers-color-scheme: dark)"


def links(scheme: str = "") -> list[tuple[str, str]]:
    """(path, media) of every stylesheet; `scheme` "light" or "dark" forces one, as the style guide does."""
    dark_media = {"": DARK, "dark": "all", "light": "not all"}.get(scheme, DARK)
    return [
        ("css/tokens.css", "all"),
        ("css/theme.css", "all"),
        ("css/tokens-dark.css", dark_media),
        ("css/theme-dark.css", dark_media),
        ("css/base.css", "all"),
        *((f"css/components/{name}.css", "all") for name in COMPONENTS),
        ("css/print.css", "print"),
    ]


def whole() -> Path:
    """All of them in one file, in order; written anew whenever one of them changed."""
    target = built.root() / WHOLE
    content = "\n".join(_part(path, media) for path, media in links()).encode()
    if not target.is_file() or target.read_bytes() != content:
        built.write(target, content)
    return target


def _part(path: str, media: str) -> str:
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(f"{path} is listed in cms/components/stylesheets.py but no theme has it.")
    text = Path(found).read_text(encoding="utf-8").strip()
    return text if media == "all" else f"@media {media} {{\n{text}\n}}"
