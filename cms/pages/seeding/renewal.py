"""Texts of ours that said something else before: renewed on pages where they still stand as we wrote them.

A text that an editor changed, and a page with a draft that waits, are left alone.
"""

import json
from typing import Any

import yaml
from wagtail.models import Locale, Page

from cms.pages.seeding.texts import FOLDER

Texts = dict[str, str]


def renew(locale: Locale) -> list[str]:
    """Addresses of the pages that got a text of today."""
    former: Texts = _former().get(locale.language_code, {})
    renewed = []
    for page in Page.objects.filter(locale=locale, live=True, has_unpublished_changes=False).specific():
        if former and hasattr(page, "body") and _renew(page, former):
            renewed.append(page.url_path)
    return renewed


def _renew(page: Any, former: Texts) -> bool:
    before = list(page.body.raw_data)
    after = _said_today(before, former)
    if after == before:
        return False
    page.body = json.dumps(after)
    page.save_revision().publish()
    return True


def _said_today(value: Any, former: Texts) -> Any:
    """The same with each whole text that is a former one replaced."""
    if isinstance(value, str):
        return former.get(value, value)
    if isinstance(value, dict):
        return {key: _said_today(each, former) for key, each in value.items()}
    return [_said_today(each, former) for each in value] if isinstance(value, list) else value


def _former() -> dict[str, Texts]:
    return yaml.safe_load((FOLDER / "former.yaml").read_text(encoding="utf-8")) or {}
