"""Signing in by a code, and out. One and the same for the first time and for every later one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from casetypes.accounts import codes, services
from casetypes.channels import sms
from cms.account import asking, session
from cms.account.forms import FORMS, CodeForm, kinds
from cms.account.pages import NEXT, onward
from cms.account.patience import answered, too_many

ENTERING = "entering"
DRAFT_COOKIE = "borrador-"


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """An e-mail address or a phone; the code goes there whether it is known or not."""
    wanted = onward(request, request.POST.get(NEXT) or request.GET.get(NEXT, ""))
    if session.account_of(request):
        return redirect(wanted)
    kind = _kind(request)
    form = FORMS[kind](request.POST if request.method == "POST" else None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        request.session[ENTERING] = {"shared": "shared" in request.POST, NEXT: wanted}
        return _send(request, kind, form.cleaned_data["address"])
    context = {
        "form": form, "kind": kind, "kinds": kinds(), "next": wanted, "shared": "shared" in request.POST,
        "no_texts_today": sms.is_configured() and not sms.is_open(), "texts": sms.is_configured(),
    }  # fmt: skip
    return render(request, "account/enter.html", context, status=422 if form.errors else 200)


def _kind(request: HttpRequest) -> str:
    asked = request.POST.get("kind") or request.GET.get("por", "")
    return asked if asked in kinds() else "email"


def _send(request: HttpRequest, kind: str, address: str) -> HttpResponse:
    outcome = asking.ask(request, "sign_in", kind=kind, address=address)
    return answered(request, outcome, "account:code")


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code is typed here; `send` asks for another one."""
    asked = asking.pending(request, "sign_in")
    if asked is None:
        if request.method == "POST":
            messages.warning(request, asking.OVER)
        return redirect("account:enter")
    if request.method == "POST" and asking.too_many_wrong(request):
        return too_many(request)
    if "send" in request.POST:
        return _send(request, asked.kind, codes.address_in(asked))
    form = CodeForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        if done := _sign_in(request, form.cleaned_data["code"]):
            return done
        if not asking.wrong(request, form, "sign_in"):
            messages.warning(request, asking.OVER)
            return redirect("account:enter")
    context = {"form": form, "asked": asked, "address": codes.address_in(asked), "kinds": kinds()}
    context["often"] = asking.often(request)
    return render(request, "account/code.html", context, status=422 if form.errors else 200)


def _sign_in(request: HttpRequest, typed: str) -> HttpResponse | None:
    proven = asking.accept(request, "sign_in", "", typed)
    if proven is None:
        return None
    entering = request.session.pop(ENTERING, {})
    language = get_language() or "es"
    citizen = services.person_of(kind=proven.kind, address=proven.address, language=language)
    session.sign_in(request, citizen, by=proven.kind, shared=bool(entering.get("shared")))
    return redirect(onward(request, str(entering.get(NEXT, ""))))


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out: this browser forgets the account, the reports that were proven here and unfinished forms."""
    session.sign_out(request)
    messages.success(request, _("You are signed out. This device keeps nothing of your account."))
    response = redirect("account:enter")
    for name in request.COOKIES:
        if name.startswith(DRAFT_COOKIE):
            response.delete_cookie(name, samesite="Lax")
    return response
