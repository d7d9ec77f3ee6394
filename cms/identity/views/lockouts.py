"""Who is kept out now because of too many failed tries; an administrator lets them try again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access import policies
from casetypes.access.entry import sign_ins
from casetypes.access.models import User
from cms.workspace.crumbs import crumbs, here
from cms.workspace.people import actor_of


def lockouts(request: HttpRequest) -> HttpResponse:
    policies.require(actor_of(request), "people.manage")
    title = _("Locked sign-ins")
    context = {
        "locks": sign_ins.locks(), "header_title": title, "header_icon": "lock",
        "breadcrumbs_items": crumbs(here(title)),
    }  # fmt: skip
    return render(request, "identity/lockouts.html", context)


@require_POST
def unlock(request: HttpRequest, user: int) -> HttpResponse:
    actor = actor_of(request)
    policies.require(actor, "people.manage")
    person = get_object_or_404(User, pk=user)
    sign_ins.unlock(person, actor=actor)
    messages.success(request, _("%(person)s may try again.") % {"person": person})
    return redirect("identity_lockouts")
