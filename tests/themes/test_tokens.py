"""The tokens: readable in every theme and scheme, complete, and the only place with literal colours."""

import pytest

from cms.components.words import STATUSES
from tests.themes import css

TEXT_ON = {
    "surface": ("text", "text-muted", "accent", "accent-strong", "danger"),
    "surface-raised": ("text", "text-muted", "accent", "accent-strong", "danger", "success"),
    "surface-sunken": ("text", "text-muted", "accent"),
    "surface-accent": ("text", "text-muted", "accent", "accent-strong"),
    "surface-inverse": ("text-on-inverse", "text-on-inverse-muted"),
    "header-surface": ("header-text", "header-muted"),
    "footer-surface": ("footer-text", "footer-muted"),
    "accent": ("text-on-accent",),
    "accent-strong": ("text-on-accent",),
    "danger": ("surface-raised",),
    "text-on-inverse": ("surface-inverse",),
    "danger-surface": ("danger", "text"),
    "success-surface": ("success", "text"),
    "notice-surface": ("notice", "text"),
}
STATUS_NAMES = [status.replace("_", "-") for status in STATUSES]
# Lines that must be seen to find a control, and the ring of the focus: 3:1 (WCAG 1.4.11).
LINES_ON = {
    "surface": ("line-strong", "focus"),
    "surface-raised": ("line-strong", "focus"),
}


@pytest.mark.parametrize("scheme", css.SCHEMES)
@pytest.mark.parametrize("city", css.CITIES)
def test_every_text_stands_out_from_its_background(city: str, scheme: str):
    tokens = css.tokens(city, scheme)
    pairs = [(text, ground) for ground, texts in TEXT_ON.items() for text in texts]
    pairs += [(f"status-{name}", f"status-{name}-surface") for name in STATUS_NAMES]
    weak = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := css.contrast(tokens[pair[0]], tokens[pair[1]])) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("scheme", css.SCHEMES)
@pytest.mark.parametrize("city", css.CITIES)
def test_controls_and_focus_can_be_seen(city: str, scheme: str):
    tokens = css.tokens(city, scheme)
    pairs = [(line, ground) for ground, lines in LINES_ON.items() for line in lines]
    weak = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := css.contrast(tokens[pair[0]], tokens[pair[1]])) < 3
    }
    assert not weak


@pytest.mark.parametrize("scheme", css.SCHEMES)
@pytest.mark.parametrize("city", css.CITIES)
def test_statuses_differ_from_each_other(city: str, scheme: str):
    tokens = css.tokens(city, scheme)
    colours = [tokens[f"status-{name}"] for name in STATUS_NAMES]
    same = {"withdrawn"}  # shares its grey with declined, by design: the drawing tells them apart
    assert len(set(colours)) == len(colours) - len(same)


@pytest.mark.parametrize("path", css.stylesheets(), ids=lambda path: str(path.relative_to(css.THEMES)))
def test_a_stylesheet_uses_only_tokens_that_exist(path):
    known = set(css.declared(css.THEMES / "base" / "static" / "css" / "tokens.css"))
    assert css.used(path) <= known


@pytest.mark.parametrize("city", css.CITIES[1:])
def test_a_city_overrides_tokens_and_nothing_else(city: str):
    known = set(css.declared(css.THEMES / "base" / "static" / "css" / "tokens.css"))
    for name in ("theme.css", "theme-dark.css"):
        path = css.THEMES / city / "static" / "css" / name
        assert set(css.declared(path)) <= known
        assert css.text(path).count("{") == 1


def test_dark_names_are_light_names():
    base = css.THEMES / "base" / "static" / "css"
    assert set(css.declared(base / "tokens-dark.css")) <= set(css.declared(base / "tokens.css"))


def test_colours_are_written_only_as_tokens():
    base = css.THEMES / "base" / "static" / "css"
    rest = [path for path in css.stylesheets() if not path.name.startswith(("tokens", "theme", "print"))]
    assert base / "base.css" in rest
    assert {path.name: found for path in rest if (found := css.literals(path))} == {}
