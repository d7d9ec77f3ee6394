"""Save and go on later: a link that opens the draft on any device, by e-mail too."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casetypes.intake import drafts
from casetypes.kernel.errors import NotFound
from cms.account.session import account_of
from cms.components.discretion import keep_quiet
from cms.pages import addresses
from cms.portal import letters, session
from cms.portal.visit import Visit, open_visit, remember, visiting

MOST_LETTERS = 3  # per browser session: nobody sends mail through us at will
SENT = "links-sent"


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Used once, to send this link. It is not kept."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@visiting
def save(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Shows the link to the draft, and sends it."""
    if visit.lost or not visit.begun:
        return redirect(visit.expired_url)
    if visit.folio:
        return redirect("portal:done", visit.folio)
    link = settings.PUBLIC_URL + reverse("portal:resume", args=[visit.secret])
    form = LinkForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid() and _send(request, visit, form, link):
        messages.success(request, _("We sent the link. Look in your e-mail."))
        return redirect(visit.save_url)
    context = {"visit": visit, "form": form, "link": link, "saved": visit.saved, "next_url": visit.next_url()}
    context["kept"] = account_of(request) is not None and not visit.confidential
    return render(request, "portal/save.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, visit: Visit, form: LinkForm, link: str) -> bool:
    sent = int(request.session.get(SENT, 0))
    if sent >= MOST_LETTERS:
        form.add_error("email", _("This link was sent several times already. Copy it from this page."))
        return False
    request.session[SENT] = sent + 1
    until = visit.saved.expires_at if visit.saved else None
    if letters.send_draft_link(form.cleaned_data["email"], link, visit.compiled, until):
        return True
    form.add_error("email", _("The e-mail could not be sent now. Copy the link from this page instead."))
    return False


@never_cache
def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """Opens a draft in this browser and goes to the page whose turn it is."""
    try:
        saved = drafts.load(secret)
    except NotFound as error:
        return render(request, "portal/expired.html", {"reason": error.message}, status=error.status)
    slug = addresses.slug_of(saved.service)
    visit = open_visit(request, slug, secret)
    visit.cookie = secret
    session.come_back(request)
    target = reverse("portal:track", args=[visit.folio]) if visit.folio else visit.next_url()
    return keep_quiet(request, remember(request, redirect(target), visit))


@never_cache
@visiting
def expired(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The answers are gone (30 days, or another browser): say so and offer the beginning."""
    visit.forget()
    return render(request, "portal/expired.html", {"visit": visit}, status=410)
