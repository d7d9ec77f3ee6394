"""`{% load moments %}`: when something about a person's access happened, in the words of the other pages."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from cms.components.words import written_date
from cms.identity.words import moment as words_of

register = template.Library()


@register.filter
def moment(value: date | datetime | None) -> str:
    """ "hoy 10:24", "mar 24 nov, 9:00", "dom 21 nov 2027"; "" for None."""
    return words_of(value)


@register.filter
def day(value: datetime | None) -> str:
    """The day alone: "mar 24 nov"."""
    return written_date(timezone.localdate(value)) if value else ""
