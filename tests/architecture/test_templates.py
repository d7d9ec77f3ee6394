"""The content security policy forbids inline style and script; templates keep to it. E-mail has no choice."""

import re

from tests.architecture.tree import named, templates

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)[^>]*>", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
}
MAIL = ("notifications/", "portal/mail/")
PRINTED = ("reports/pdf/",)  # WeasyPrint reads a file of its own; no browser and no policy
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)


def test_no_template_of_a_page_holds_style_or_script():
    found = []
    for path in templates():
        if any(part in named(path) for part in (*MAIL, *PRINTED)):
            continue
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        found += [f"{named(path)}: {what}" for what, pattern in INLINE.items() if pattern.search(text)]
    assert found == []
