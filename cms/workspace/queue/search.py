"""The search of a queue: a folio however it is typed, or words of the report."""

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.forms.search import SearchForm

from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.kernel.folio import FolioPattern
from casetypes.kernel.text import normalise

WORDS = "q"


def search_form(query: QueryDict, *, anonymised: bool = False) -> SearchForm:
    placeholder = _("Folio") if anonymised else _("Folio, colonia or words…")
    return SearchForm(query if WORDS in query else None, placeholder=placeholder)


def found(cases: QuerySet[Case], words: str, *, anonymised: bool = False) -> QuerySet[Case]:
    """One folio, or every word, without accents, anywhere in the case's text. All of them without words. Who reads
    anonymised finds by folio only: words would tell what may not be read."""
    pattern = FolioPattern(definitions.city().folio)
    folio = pattern.normalise(words)
    if pattern.is_valid(folio):
        return cases.filter(folio=folio)
    if anonymised:
        return cases.none()
    for word in normalise(words).split():
        cases = cases.filter(search_text__contains=word)
    return cases
