"""Enter an absence with who stands in, and end it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access import policies
from casetypes.access.models import Absence
from casetypes.access.staff import absences
from casetypes.access.staff.absences import Leave
from cms.people import tasks
from cms.people.forms import AbsenceForm
from cms.people.pages.frame import asked, asks, framed, person_or_404, told
from cms.workspace.people import actor_of


@asks("people.open")
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    user, actor = person_or_404(request, pk), actor_of(request)
    if not policies.may(actor, "absence.manage", pk):
        raise PermissionDenied
    form = AbsenceForm(pk, actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        deputy = data["deputy"].pk if data["deputy"] else None
        leave = Leave(pk, data["begins_on"], data["ends_on"], deputy, data["reason"])
        row = asked(form, lambda: absences.enter(leave, actor=actor))
        if row is not None:
            messages.success(request, _("The absence is entered. It is in the audit log."))
            if row.deputy_id:
                tasks.tell_deputy(row.pk)
            for caution in absences.cautions(row):
                messages.warning(request, caution)
            return redirect("people_person", pk)
    return framed(
        request, "absence", _("Enter an absence"), of=user, form=form, status=422 if form.errors else 200
    )


@require_POST
@asks("people.open")
def withdraw(request: HttpRequest, pk: int, absence: int) -> HttpResponse:
    person_or_404(request, pk)
    if not Absence.objects.filter(pk=absence, user=pk).exists():
        raise Http404(_("There is no such absence."))
    told(request, lambda: absences.withdraw(absence, actor=actor_of(request)), _("The absence is over."))
    return redirect("people_person", pk)
