"""The library that every tag registers in; `{% load agora %}` hands it out."""

from django import template

register = template.Library()
