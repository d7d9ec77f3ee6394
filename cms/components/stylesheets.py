"""The stylesheets of a page, in order. A new component is one file and one line here."""

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
)

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
