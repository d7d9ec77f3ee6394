"""Tokens for the API of one person: issued (shown once), listed, revoked."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from casetypes.access.models import ApiToken, User
from casetypes.access.posts import today
from casetypes.access.staff import tokens
from cms.people import words
from cms.people.forms import TokenForm
from cms.people.pages.frame import asked, asks, framed, person_or_404, told
from cms.workspace.people import actor_of


@dataclass(frozen=True)
class TokenRow:
    """A token in words; `over` when its last day has passed."""

    token: ApiToken
    revoked: bool
    over: bool
    until: str


def tokens_of(user: User) -> list[TokenRow]:
    """Those that open something first."""
    return sorted(map(_row, tokens.of_person(user)), key=lambda row: row.revoked or row.over)


def _row(token: ApiToken) -> TokenRow:
    over = token.ends_on is not None and token.ends_on < today()
    return TokenRow(token, token.revoked_at is not None, over, words.span(None, token.ends_on))


@never_cache
@require_POST
@asks("people.manage")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that shows the new token is the answer itself: it exists nowhere else."""
    user = person_or_404(request, pk)
    form = TokenForm(request.POST)
    secret = None
    if form.is_valid():
        data = form.cleaned_data
        secret = asked(
            form,
            lambda: tokens.issue(user, data["label"], ends_on=data["ends_on"], actor=actor_of(request)),
        )
    title = _("A token for the API")
    return framed(request, "token", title, of=user, form=form, secret=secret, status=200 if secret else 422)


@require_POST
@asks("people.manage")
def revoke(request: HttpRequest, pk: int, token: int) -> HttpResponse:
    user = person_or_404(request, pk)
    known = user.api_tokens.filter(pk=token).exists()
    if known:
        told(
            request,
            lambda: tokens.revoke(token, actor=actor_of(request)),
            _("The token opens nothing any more."),
        )
    return redirect("people_person", pk)
