"""The page of one person: posts, absences, devices, sessions, tokens, what lies with them; and small changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access import policies, readers
from casetypes.access.actors import Actor, for_user
from casetypes.access.entry import second_factor, sessions
from casetypes.access.models import Absence, EndedPost, MailedLink, StaffSession, User
from casetypes.access.staff import (
    absences,
    invitations,
    leaving,
    mailed_links,
    memberships,
    people,
    places_of_roles,
)
from casetypes.access.staff.invitations import AlreadyThere
from casetypes.definitions import selectors as definitions
from casetypes.kernel.extension_points import person_holds
from casetypes.kernel.text import pick
from cms.identity import words as identity_words
from cms.people import words
from cms.people.forms import AddressForm, BecauseForm, ChangeForm, TokenForm
from cms.people.pages.frame import asked, asks, framed, person_or_404, told
from cms.people.pages.tokens import tokens_of
from cms.workspace.people import actor_of

SHOWN_SIGN_INS = 10


@dataclass(frozen=True)
class Ended:
    """A post that was: its words, who ended it and why (empty when its last day came), whether it can come back."""

    words: words.PostWords
    by: str = ""
    because: str = ""
    gives_back: bool = False
    given_back: bool = False


@dataclass(frozen=True)
class Away:
    """An absence in words, with what is worth knowing about who stands in."""

    absence: Absence
    days: str
    cautions: list[str]


@dataclass(frozen=True)
class Seen:
    """An open session in words."""

    row: StaffSession
    device: str
    means: str


@asks("people.open")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user, actor = person_or_404(request, pk), actor_of(request)
    entry = people.entries([user])[0]
    manages = bool(policies.may(actor, "people.manage"))
    context: dict[str, Any] = {
        "manages": manages, "oneself": actor.user_id == user.pk, "states": words.states(entry.states),
        "posts": [words.post(row) for row in entry.posts], "away": _away(user),
        "stands_in": _stands_in(user), "may_grant": bool(policies.may(actor, "membership.grant", user.pk)),
        "may_ask": policies.may(actor, "who_may.person", for_user(user)) and user.is_active,
        "may_absent": bool(policies.may(actor, "absence.manage", user.pk)) and user.is_active,
    }  # fmt: skip
    if manages:
        context |= _of_who_manages(user, actor, entry.states)
    return framed(request, "person", str(user), of=user, **context)


def _of_who_manages(user: User, actor: Actor, states: tuple[str, ...]) -> dict[str, Any]:
    """Everything beyond posts and absences."""
    open_ones = sessions.open_of(user)
    return {
        "history": _history(user, actor),
        "cautions": places_of_roles.cautions(user.pk),
        "invitation": mailed_links.open_link(user.pk, MailedLink.INVITATION),
        "may_invite": "invited" not in states and user.is_active and not user.has_usable_password() and user.email,
        "address": mailed_links.open_link(user.pk, MailedLink.ADDRESS),
        "may_change": bool(policies.may(actor, "person.change", user)),
        "may_let_go": bool(policies.may(actor, "person.let_go", user)), "departure": leaving.planned(user.pk),
        "apps": second_factor.apps_of(user), "codes_left": second_factor.recovery_codes_left(user),
        "locked": "locked" in states, "unproven": "unproven" in states,
        "sessions": [_seen(row) for row in open_ones], "sign_ins": identity_words.entries(user)[:SHOWN_SIGN_INS],
        "tokens": tokens_of(user), "may_issue": bool(policies.may(actor, "token.issue", user)) and user.is_active,
        "token_form": TokenForm(), "reset_form": BecauseForm(prefix="reset"),
        "readings": _readings(user), "holds": _holds(user),
    }  # fmt: skip


@asks("people.manage")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and language at once, the address when it is proven."""
    user, actor = person_or_404(request, pk), actor_of(request)
    form = ChangeForm(request.POST or None, initial={"full_name": user.full_name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if told(request, lambda: people.change(pk, actor=actor, **data), _("The changes are kept.")):
            return redirect("people_person", pk)
    return _change_page(request, user, form, AddressForm())


@require_POST
@asks("people.manage")
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to the new address; one that is somebody's already leads to that person."""
    user, actor = person_or_404(request, pk), actor_of(request)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            if asked(form, lambda: people.ask_address(pk, form.cleaned_data["address"], actor=actor)):
                told(
                    request,
                    lambda: None,
                    _("A letter goes to the new address. It counts once its link was opened."),
                )
                return redirect("people_person", pk)
        except AlreadyThere as other:
            form.add_error("address", other.message)
    unchanged = ChangeForm(initial={"full_name": user.full_name, "language": user.language})
    return _change_page(request, user, unchanged, form, status=422)


@require_POST
@asks("people.manage")
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The single buttons of the page."""
    user, actor = person_or_404(request, pk), actor_of(request)
    because = request.POST.get("reset-because", "")
    calls: dict[str, tuple[Callable[[], object], str]] = {
        "invitar": (lambda: invitations.invite_again(pk, actor=actor), _("The invitation is on its way.")),
        "reenviar": (
            lambda: invitations.resend(pk, actor=actor),
            _("Another letter is on its way; earlier ones open nothing."),
        ),
        "retirar": (lambda: invitations.withdraw(pk, actor=actor), _("The invitation is withdrawn.")),
        "correo": (lambda: people.withdraw_address(pk, actor=actor), _("The letter opens nothing any more.")),
        "sesiones": (
            lambda: people.end_sessions(pk, actor=actor),
            _("Every session of this person has ended."),
        ),
        "desbloquear": (
            lambda: people.let_try_again(pk, actor=actor),
            _("The person can try again at once."),
        ),
        "dispositivo": (
            lambda: people.reset_second_factor(pk, because=because, actor=actor),
            _(
                "The devices are removed and every session has ended. A new one is set up at the next sign-in."
            ),
        ),
        "regresar": (
            lambda: leaving.take_back(pk, actor=actor),
            _("The account is open again, without posts. An invitation is on its way."),
        ),
    }
    if what in calls:
        call, done = calls[what]
        told(request, call, done)
    return redirect("people_person", user.pk)


def _change_page(
    request: HttpRequest, user: User, form: ChangeForm, address_form: AddressForm, *, status: int = 200
) -> HttpResponse:
    status = 422 if form.errors else status
    return framed(
        request, "change", _("Change the data of a person"), of=user, form=form, address_form=address_form,
        status=status,
    )  # fmt: skip


def _history(user: User, actor: Actor) -> list[Ended]:
    over, ended = people.past_posts(user)
    return [
        *(_ended(row, user.is_active and memberships.may_give_back(row, actor)) for row in ended),
        *(Ended(words.past_post(row)) for row in over),
    ]


def _ended(row: EndedPost, gives_back: bool) -> Ended:
    return Ended(
        words.past_post(row), str(row.ended_by or ""), row.because, gives_back,
        row.given_back_at is not None,
    )  # fmt: skip


def _away(user: User) -> list[Away]:
    return [
        Away(row, words.span(row.begins_on, row.ends_on), absences.cautions(row))
        for row in absences.upcoming(user.pk)
    ]


def _stands_in(user: User) -> list[tuple[User, str]]:
    """For whom, and when."""
    return [
        (row.user, words.span(row.begins_on, row.ends_on))
        for row in leaving.deputyships(user.pk).select_related("user")
    ]


def _seen(row: StaffSession) -> Seen:
    return Seen(row, identity_words.device(row), identity_words.means(row))


def _readings(user: User) -> list[tuple[str, str]]:
    """Confidential services the person is appointed to read: title and days."""
    services = definitions.confidential_services()
    return [
        (_title(services, row.service), words.span(row.begins_on, row.ends_on))
        for row in readers.lasting(user.pk)
    ]


def _title(services: Any, key: str) -> str:
    return pick(services[key].spec.title, get_language() or "es") if key in services else key


def _holds(user: User) -> list[leaving.Belonging]:
    found = [each for answer in person_holds.call(user.pk) for each in answer]
    return [each for each in found if each.count]
