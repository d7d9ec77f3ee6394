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


def search_form(query: QueryDict) -> SearchForm:
    return SearchForm(query if WORDS in query else None, placeholder=_("Folio, colonia or words…"))


def found(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """One folio, or every word, without accents, anywhere in the case's text. All of them without words."""
    pattern = FolioPattern(definitions.city().folio)
    folio = pattern.normalise(words)
    if pattern.is_valid(folio):
        return cases.filter(folio=folio)
    for word in normalise(words).split():
        cases = cases.filter(search_text__contains=word)
    return cases
