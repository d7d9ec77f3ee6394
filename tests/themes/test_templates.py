"""The templates obey the content security policy, name icons that exist, and show every component once."""

import re

import pytest
from django.conf import settings
from django.template import engines
from django.template.library import import_library

from cms.components import icons, stylesheets, words
from tests.themes.css import THEMES

TEMPLATES = sorted(THEMES.glob("*/templates/**/*.html"))
PAGES = [
    path for path in TEMPLATES if "notifications" not in path.parts
]  # letters by mail carry their own style
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an htmx handler": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
NAMED_ICON = re.compile(r"""\{%\s*icon\s+["']([a-z-]+)["']|\bicon=["']([a-z-]+)["']""")
NO_EXAMPLE = {
    "simulated",
    "map_view",
    "city",
    "door",
    "navigation",
    "languages",
    "account_door",
    "stylesheet_links",
    "message_list",
    "status_icon",
    "token",
}


def name(path) -> str:
    return str(path.relative_to(THEMES))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles(path):
    assert engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_names_icons_that_are_drawn(path):
    found = {left or right for left, right in NAMED_ICON.findall(path.read_text(encoding="utf-8"))}
    assert found <= set(icons.drawings())


def test_every_status_and_category_has_a_drawing():
    needed = {icon for _word, icon in words.STATUSES.values()} | set(icons.CATEGORY_ICONS.values())
    assert needed <= set(icons.drawings())


def test_an_unknown_icon_says_where_to_draw_it():
    with pytest.raises(icons.UnknownIcon, match=r"icons\.svg"):
        icons.drawing("unicorn")


def test_every_component_is_on_the_style_guide():
    guide = (THEMES / "base" / "templates" / "styleguide.html").read_text(encoding="utf-8")
    libraries = [import_library(f"cms.components.templatetags.{name}") for name in ("agora", "agora_forms")]
    tags = {tag for library in libraries for tag in library.tags} - NO_EXAMPLE
    documented = set(" ".join(re.findall(r'data-component="([^"]+)"', guide)).split())
    assert sorted(tags - documented) == []


def test_every_stylesheet_that_is_linked_exists_and_every_component_is_linked():
    css = THEMES / "base" / "static"
    linked = {path for path, _media in stylesheets.links()}
    assert [path for path in sorted(linked) if not (css / path).is_file()] == []
    written = {str(path.relative_to(css)) for path in (css / "css" / "components").glob("*.css")}
    assert written <= linked


def test_the_policy_allows_no_inline_style_or_script():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "'unsafe-inline'" not in [source for sources in directives.values() for source in sources]


def test_one_file_holds_all_stylesheets_in_order(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    whole = stylesheets.whole().read_text(encoding="utf-8")
    assert (
        whole.index("Tokens, light") < whole.index("prefers-color-scheme: dark") < whole.index("@font-face")
    )
    assert "@media print {" in whole
    assert whole.count("{") == whole.count("}")
    assert 'url("../fonts/' in whole
