"""What a link of a letter opens, without being signed in: an invitation, or the proof of a new address.

Opening a page changes nothing, because mail programs open links by themselves; a button does. What is answered
depends on the link alone: nothing here tells whether an address or an account exists.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from casetypes.access.staff import invitations, people
from casetypes.access.staff.mailed_links import Found
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.extension_points import may_use_password
from cms.identity import entering, providers, speaking
from cms.identity.forms import LONGEST_PASSWORD
from cms.people import tasks, words

KNOWN = dict(settings.LANGUAGES)
STALE = {
    "used": gettext_lazy(
        "This link was used already. Sign in with your password, or ask for a new one there."
    ),
    "expired": gettext_lazy("This link has expired. Ask who sent it for another letter."),
    "withdrawn": gettext_lazy("This link was withdrawn. Ask who sent it."),
    "replaced": gettext_lazy("A newer letter was sent to you: use the link of that one."),
    "unknown": gettext_lazy("This link opens nothing. Copy it whole from the letter, or ask who sent it."),
}


class AcceptForm(forms.Form):
    """A password, which the page can show while it is typed, and a language."""

    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-password": True}),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_text_html()


@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person chooses a password and is signed in; their second factor is asked for after that.

    Or they come in by a provider of the city, whose button takes the letter's link along (`cms.sso.arrival`)."""
    found = invitations.find(token)
    with translation.override(_language(request, found)):
        if found.state != "open" or found.link is None:
            return _stale(request, found)
        user = found.link.user
        form = AcceptForm(request.POST or None, initial={"language": translation.get_language()})
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                user = invitations.accept(token, password=data["password"], language=data["language"])
            except NotFound:
                return _stale(request, invitations.find(token))
            except Invalid as invalid:
                form.add_error("password", invalid.fields["password"])
            else:
                arrived = entering.arrive(
                    request, user, means="password", target=reverse("wagtailadmin_home")
                )
                speaking.remember(arrived, user.language)
                return arrived
        return _page(
            request, "accept", status=422 if form.errors else 200, form=form, account=user, token=token,
            posts=words.posts_of(user.pk), next=reverse("wagtailadmin_home"),
            buttons=providers.buttons(request, reverse("wagtailadmin_home")),
            chooses_password=all(may_use_password.call(user)),
        )  # fmt: skip


@never_cache
def address(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, this is my address."""
    found = people.find_address(token)
    with translation.override(_language(request, found)):
        if found.state != "open" or found.link is None:
            return _stale(request, found)
        if request.method != "POST":
            return _page(request, "prove", link=found.link)
        try:
            user, before = people.prove_address(token)
        except NotFound:
            return _stale(request, people.find_address(token))
        tasks.tell_address_before(user.pk, before)
        return _page(request, "proven", address=user.email)


def _stale(request: HttpRequest, found: Found) -> HttpResponse:
    """In plain words; a link of another city or a broken one is told the same as one that never was."""
    state = "unknown" if found.state == "open" else found.state
    return _page(request, "stale", status=404 if state == "unknown" else 410, sentence=STALE[state])


def _page(request: HttpRequest, template: str, *, status: int = 200, **context: object) -> HttpResponse:
    request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE  # type: ignore[attr-defined]
    whole = {**context, "choices": speaking.choices(request)}
    return render(request, f"people/{template}.html", whole, status=status)


def _language(request: HttpRequest, found: Found) -> str:
    """The one that was chosen on the page, else the person's; a link that opens nothing is told in the browser's."""
    chosen = request.POST.get("language") or request.GET.get("idioma") or ""
    if chosen in KNOWN:
        return chosen
    return found.link.user.language if found.link else translation.get_language() or settings.LANGUAGE_CODE
