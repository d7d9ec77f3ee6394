"""The list of people: searched, filtered, in pages, as a file. Constant queries, however many people."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.models import User
from casetypes.access.staff import people
from casetypes.access.staff.people import Entry, Wanted
from cms.people import words
from cms.people.forms import FilterForm
from cms.people.pages.frame import asks, framed
from cms.people.sheets import file_of
from cms.workspace.people import actor_of

SIZE = 50
SHOWN_POSTS = 3


@dataclass(frozen=True)
class Row:
    """A person of the list, in words. `more` counts the posts that are not shown."""

    user: User
    posts: list[words.PostWords]
    more: int
    states: list[tuple[str, str]]


@asks("people.open")
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form, wanted = _wanted(request)
    page = Paginator(people.matching(wanted, actor=actor), SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return framed(
        request, "listing", _("People"), form=form, narrowed=bool(wanted), page=page, query=query.urlencode(),
        rows=[_row(entry) for entry in people.entries(page.object_list)],
        manages=bool(policies.may(actor, "people.manage")),
    )  # fmt: skip


@asks("people.manage")
def as_file(request: HttpRequest) -> HttpResponse:
    """What is filtered, one line per person."""
    _form, wanted = _wanted(request)
    found = people.entries(people.matching(wanted, actor=actor_of(request)))
    head = (_("User name"), _("Name"), _("E-mail"), _("State"), _("Posts"), _("Last sign-in"))
    return file_of(_("people"), [head, *(_line(entry) for entry in found)])


def _wanted(request: HttpRequest) -> tuple[FilterForm, Wanted]:
    """What the address asks for; a filter that does not exist narrows nothing."""
    form = FilterForm(request.GET, [(key, str(word).capitalize()) for key, word in words.STATES.items()])
    form.is_valid()
    data = form.cleaned_data
    return form, Wanted(
        data.get("q", ""), data.get("role", ""), data.get("desk", ""), data.get("department", ""),
        data.get("state", ""),
    )  # fmt: skip


def _row(entry: Entry) -> Row:
    posts = [words.post(row) for row in entry.posts]
    return Row(entry.user, posts[:SHOWN_POSTS], max(0, len(posts) - SHOWN_POSTS), words.states(entry.states))


def _line(entry: Entry) -> list[str]:
    user = entry.user
    seen = timezone.localtime(user.last_login).strftime("%Y-%m-%d %H:%M") if user.last_login else ""
    states = ", ".join(word for _key, word in words.states(entry.states))
    posts = "; ".join(str(words.post(row)) for row in entry.posts)
    return [user.username, user.full_name, user.email, states, posts, seen]
