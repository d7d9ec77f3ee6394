"""Invite one person by e-mail, with a first post if one is chosen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.staff import invitations
from casetypes.access.staff.invitations import AlreadyThere, Inviting
from cms.people.forms import InviteForm
from cms.people.pages.frame import asked, asks, framed
from cms.workspace.people import actor_of


@asks("people.manage")
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request)
        try:
            user = asked(form, lambda: invitations.invite(_inviting(form), actor=actor))
        except AlreadyThere as known:
            messages.warning(request, _("There is a person with this address already: this one."))
            return redirect("people_person", known.user_id)
        if user is not None:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people_person", user.pk)
    return framed(request, "invite", _("Invite a person"), form=form, status=422 if form.errors else 200)


def _inviting(form: InviteForm) -> Inviting:
    data = form.cleaned_data
    posts = (form.granting(0),) if data["role"] or data["desk"] or data["crew"] or data["department"] else ()
    return Inviting(data["address"], data["full_name"], data["language"], data["username"], posts)
