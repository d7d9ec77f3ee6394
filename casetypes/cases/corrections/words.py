"""What the history says of a correction: in every language of the city, and nothing of what was answered."""

from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.definitions import selectors as definitions
from casetypes.kernel.text import Texts


def event_texts() -> Texts:
    texts = {}
    for language in definitions.city().languages:
        with translation.override(language):
            texts[language] = _("What was reported was corrected")
    return texts
