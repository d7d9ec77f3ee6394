"""The words of a message: a template's text with the facts of a case filled in."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.cases import links
from casetypes.cases.confidentiality import is_confidential
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.status_names import status_name
from casetypes.definitions import selectors
from casetypes.forms.builder import Fields, type_of
from casetypes.kernel.extension_points import case_expected
from casetypes.kernel.text import pick

DAY_IN_SPANISH = r"l j \d\e F"
PLACEHOLDER = re.compile(r"\{\{\s*([a-z_][a-z0-9_]*)\s*\}\}")


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`{{ name }}` becomes the fact; a name that has no value in this case becomes nothing."""
    return PLACEHOLDER.sub(lambda found: facts.get(found[1], ""), text).strip()


def facts(case: Case, event: CaseEvent, language: str) -> dict[str, str]:
    """What a template may mention. Input of the transition joins by its own key (`{{ pregunta }}`). A letter about
    a confidential case names neither service nor place nor what was written: mailboxes are read by others."""
    compiled = selectors.compiled(case.version_id)
    city = selectors.city()
    expected = next((moment for moment in case_expected.call(case) if moment), None)
    with translation.override(language):
        known = {
            "folio": case.folio,
            "service": pick(compiled.spec.title, language),
            "city": pick(city.name, language),
            "status": status_name(case.public_status),
            "zone": case.zone.name if case.zone else "",
            "opened": _day(case.opened_at),
            "due": _day(expected) if expected else _("no fixed date"),
            "link": address(case, language),
            "survey": survey_address(case, language),
            "workspace": f"{settings.PUBLIC_URL}/admin/casos/{case.folio}/",
        }
        transition = compiled.spec.transitions.get(event.name)
        if is_confidential(case):
            return {**known, "service": _("your report"), "zone": ""}
        fields = transition.input if transition else {}
        given = event.data.get("input", {})
        known |= {key: _shown(fields, key, value, language) for key, value in given.items()}
    return known


def for_followers(case: Case, told: Mapping[str, str], language: str) -> dict[str, str]:
    """The same facts without what only the reporter may have: the link is the public page, there is no survey."""
    public = f"{settings.PUBLIC_URL}{_prefix(language)}/seguimiento/{case.folio}/"
    return {**told, "link": public, "survey": "", "workspace": ""}


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'l j F' if get_language() == 'en' else DAY_IN_SPANISH)}, {local:%H:%M}"


def _shown(fields: Fields, key: str, value: object, language: str) -> str:
    spec = fields.get(key)
    return type_of(spec).display(value, spec, language) if spec else str(value)


def address(case: Case, language: str) -> str:
    """The citizen's own link: proves that they are the reporter."""
    return f"{settings.PUBLIC_URL}{_prefix(language)}/seguimiento/{case.folio}/?k={links.sign(case.folio)}"


def survey_address(case: Case, language: str) -> str:
    return f"{settings.PUBLIC_URL}{_prefix(language)}/encuesta/{links.sign(case.folio, 'survey')}/"


def _prefix(language: str) -> str:
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"
