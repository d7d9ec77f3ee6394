"""The scenarios of a draft: run on the real engine when asked, step by step with what failed and what is not tried."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from cms.studio import proven, selectors
from cms.studio.pages.frame import service_crumbs, studio_page, trail


@studio_page
def scenarios(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Whoever may read definitions may run them: nothing is changed by it. Posting runs them."""
    found = selectors.get(pk)
    if request.method == "POST":
        proof = proven.prove(found)
        if proof.passed:
            messages.success(request, _("All scenarios hold."))
        return redirect("studio_scenarios", pk)
    title = _("Scenarios of %(key)s") % {"key": selectors.name_of(found)}
    before = {"url": reverse("studio_draft", args=[pk]), "label": _("Draft")}
    context = {
        "draft": found, "proof": proven.known(found), "header_title": title, "header_icon": "tasks",
        **trail(title, *service_crumbs(found), before),
    }  # fmt: skip
    return render(request, "studio/scenarios.html", context)
