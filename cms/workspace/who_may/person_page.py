"""The pages about people: look for one by name, then what their posts of today open; and that as a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casetypes.access import policies
from casetypes.access.colleagues import Colleague, everybody, matching
from cms.workspace.people import actor_of
from cms.workspace.who_may import person as opened
from cms.workspace.who_may.frame import PEOPLE, as_file, framed
from cms.workspace.who_may.person import Opened
from cms.workspace.who_may.posts import PostWords, in_words

SHOWN = 25
FRAGMENT = "XMLHttpRequest"


@dataclass(frozen=True)
class Found:
    """A person of the list."""

    pk: int
    name: str
    posts: tuple[PostWords, ...]


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` the beginnings of names; a script that types ahead is given the list alone."""
    actor = actor_of(request)
    policies.require(actor, "who_may.person")
    words, people = request.GET.get("q", "").strip()[:80], everybody()
    found = matching(people, words, actor=actor)
    names = {each.pk: str(each.user) for each in people}
    rows = [
        Found(
            each.pk, str(each.user), tuple(dict.fromkeys(in_words(post, names) for post in each.actor.posts))
        )
        for each in found[:SHOWN]
    ]
    typed_ahead = request.headers.get("X-Requested-With") == FRAGMENT
    template = "people_found" if typed_ahead else "people"
    return framed(request, template, PEOPLE, rows=rows, more=len(found) - len(rows), words=words)


@never_cache
@require_safe
def answer(request: HttpRequest, person: int) -> HttpResponse:
    """What this person may do today."""
    asked, names = _asked_about(request, person)
    told = opened.answer(asked, names)
    return framed(request, "person", PEOPLE, str(asked.user), answer=told, person=asked.user)


@never_cache
@require_safe
def file(request: HttpRequest, person: int) -> HttpResponse:
    """One line for each post that opens a door."""
    asked, names = _asked_about(request, person)
    lines = [[_("Group"), _("What"), _("How far"), _("Post"), _("As deputy of"), _("Why")]]
    for group in opened.answer(asked, names).groups:
        for row in group.rows:
            for each in row.opened:
                lines += [
                    [group.title, row.title, each.how_far.word, *post, each.how_far.why]
                    for post in _posts(each)
                ]
    return as_file(f"quien-puede-{asked.user.username}", lines)


def _posts(opened: Opened) -> list[list[str]]:
    return [[f"{post.role} · {post.place}", post.deputy_of] for post in opened.posts] or [["", ""]]


def _asked_about(request: HttpRequest, pk: int) -> tuple[Colleague, Mapping[int, str]]:
    """Raises NotAllowed for who may ask about nobody, Http404 also for somebody of another department."""
    actor = actor_of(request)
    policies.require(actor, "who_may.person")
    people = everybody()
    found = next((each for each in people if each.pk == pk), None)
    if found is None or not policies.may(actor, "who_may.person", found.actor):
        raise Http404(_("There is no such person."))
    return found, {each.pk: str(each.user) for each in people}
