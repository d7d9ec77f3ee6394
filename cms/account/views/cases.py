"""My cases: what waits for me first, then what is open, then the rest."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casetypes.accounts import selectors
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen
from casetypes.sla.selectors import expected_dates
from cms.account.pages import own_actor, signed_in
from cms.account.session import by_number

EACH = 20
WHICH: dict[str, selectors.Which] = {"abiertos": "open", "cerrados": "closed"}


@require_safe
@signed_in
def home(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """`q` searches by folio or word, `estado` is "abiertos" or "cerrados", `page` counts from 1."""
    words, chosen = request.GET.get("q", "").strip()[: selectors.LONGEST], request.GET.get("estado", "")
    found = selectors.own_cases(own_actor(request, citizen), words=words, which=WHICH.get(chosen, "all"))
    page = Paginator(found, EACH).get_page(request.GET.get("page"))
    due = expected_dates([case for case in page if not case.final_kind])
    language = request.LANGUAGE_CODE
    context = {
        "tab": "home", "page": page, "words": words, "chosen": chosen if chosen in WHICH else "",
        "lines": [(selectors.line_of(case, language), due.get(case.pk)) for case in page],
        "addresses": people.addresses(citizen), "by_phone": by_number(request),
        "days": settings.PHONE_ALONE_DAYS,
    }  # fmt: skip
    return render(request, "account/cases.html", context)
