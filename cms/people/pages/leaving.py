"""A person leaves: all that ends is shown first; then at once, or on a day. A planned departure can be withdrawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access import policies
from casetypes.access.staff import leaving
from casetypes.access.staff.leaving import Leaving
from cms.people.forms import LeaveForm
from cms.people.pages.frame import asked, asks, framed, person_or_404, told
from cms.people.words import day
from cms.workspace.people import actor_of


@asks("people.manage")
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    user, actor = person_or_404(request, pk), actor_of(request)
    policies.require(actor, "person.let_go", user)
    form = LeaveForm(pk, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        heir = data["hands_over_to"].pk if data["hands_over_to"] else None
        wanted = Leaving(pk, data["because"], data["leaves_on"], heir)
        departure = asked(form, lambda: leaving.let_go(wanted, actor=actor))
        if departure is not None:
            planned = _("The departure is planned: everything ends on %(day)s.") % {
                "day": day(departure.leaves_on)
            }
            messages.success(
                request, _("The person has left and lost everything.") if departure.left_at else planned
            )
            return redirect("people_person", pk)
    title = _("A person leaves")
    status = 422 if form.errors else 200
    return framed(
        request, "leave", title, of=user, form=form, endings=leaving.belongings(user), status=status
    )


@require_POST
@asks("people.manage")
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    user = person_or_404(request, pk)
    departure = leaving.planned(user.pk)
    if departure is not None:
        told(request, lambda: leaving.withdraw(departure.pk, actor=actor_of(request)), _("The person stays."))
    return redirect("people_person", pk)
