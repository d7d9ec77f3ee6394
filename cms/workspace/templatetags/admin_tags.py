"""Stands in place of Wagtail's `wagtailadmin_tags` (TEMPLATES in `config.settings.apps`): all of them, two kept."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.admin.templatetags import wagtailadmin_tags

from cms.workspace import furniture

register = template.Library()
register.tags.update(wagtailadmin_tags.register.tags)
register.filters.update(wagtailadmin_tags.register.filters)


@register.simple_tag(takes_context=True)
def sidebar_props(context: Mapping[str, Any]) -> SafeString:
    return furniture.menu(context)


@register.simple_tag(takes_context=True)
def keyboard_shortcuts_dialog(context: Mapping[str, Any]) -> SafeString:
    return furniture.shortcuts(context)
