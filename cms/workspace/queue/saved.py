"""Saving and deleting one's own views of a queue."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.kernel.errors import Invalid
from casetypes.queues import views
from cms.workspace.desks import rights_at
from cms.workspace.people import actor_of


@require_POST
def save(request: HttpRequest, desk: str) -> HttpResponse:
    """Keeps the filters of the page under a name and opens them."""
    actor = actor_of(request)
    if not rights_at(desk, actor).open:
        raise Http404
    try:
        view = views.save_view(
            desk, actor=actor, name=request.POST.get("name", ""), query=request.POST.get("query", "")
        )
    except Invalid as invalid:
        messages.error(request, invalid.message)
        return redirect("workspace_queue", desk)
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{reverse('workspace_queue', args=[desk])}?{view.query}")


@require_POST
def delete(request: HttpRequest, desk: str, view: int) -> HttpResponse:
    actor = actor_of(request)
    if not rights_at(desk, actor).open:
        raise Http404
    views.delete_view(desk, view, actor=actor)
    messages.success(request, _("The view is deleted."))
    return redirect("workspace_queue", desk)
