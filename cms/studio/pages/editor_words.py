"""The words of the search box of the editor (Ace), by the keys that it knows them by; $0 and $1 are its numbers."""

import json

from django.utils.translation import gettext as _


def search_words() -> str:
    """In the reader's language, as JSON."""
    words = {
        "search-box.find.placeholder": _("Find"),
        "search-box.find-all.text": _("Mark all"),
        "search-box.replace.placeholder": _("Replace with"),
        "search-box.replace-next.text": _("Replace"),
        "search-box.replace-all.text": _("Replace all"),
        "search-box.toggle-replace.title": _("Show or hide replacing"),
        "search-box.toggle-regexp.title": _("As a regular expression"),
        "search-box.toggle-case.title": _("Capitals count"),
        "search-box.toggle-whole-word.title": _("Whole words only"),
        "search-box.toggle-in-selection.title": _("Within the selection"),
        "search-box.search-counter": _("$0 of $1"),
    }
    return json.dumps(words)
