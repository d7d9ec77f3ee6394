"""What waits for whoever administers people, in words: the panel of their first page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from casetypes.access.actors import Actor
from casetypes.access.models import Absence, ApiToken, MailedLink, Membership, User
from casetypes.access.staff import to_do
from casetypes.access.staff.to_do import Few, ToDo
from casetypes.kernel import clock
from cms.identity.words import moment
from cms.people import words


@dataclass(frozen=True)
class Line:
    """Who or what, where it is done, and what about it; `alarming` when it has come to a stop."""

    name: str
    url: str
    told: str = ""
    alarming: bool = False


@dataclass(frozen=True)
class Section:
    """Lines of a kind; `more` are not shown here but at `more_url`."""

    title: str
    icon: str
    lines: tuple[Line, ...]
    more: int = 0
    more_url: str = ""


class ToDoPanel(Component):
    """On the first page, after what is urgent for everybody."""

    name = "people-to-do"
    order = 30
    template_name = "people/to_do.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"sections": sections(to_do.of(self.actor))}


def sections(found: ToDo) -> list[Section]:
    """Kinds of which there is something, the pressing ones first."""
    every = (
        _locked(found),
        _section(_("Invitations"), "mail", found.invitations, _invitation, "invited"),
        _section(_("Without the second factor that their role needs"), "key", found.unproven, _unproven, "unproven"),
        _section(_("Posts that end soon"), "date", found.ending, _ending, "ending"),
        _section(_("Tokens for the API that end soon"), "code", found.tokens, _token, ""),
        _section(_("Away today"), "calendar-alt", found.absences, _absence, "absent"),
    )  # fmt: skip
    return [section for section in every if section.lines]


def _section(title: str, icon: str, few: Few[Any], line: Any, state: str) -> Section:
    """`state`: how the list of people is narrowed to all of them."""
    lines: Iterable[Line] = map(line, few.rows)
    address = f"{reverse('people_list')}?{urlencode({'state': state})}" if state else reverse("people_list")
    return Section(title, icon, tuple(lines), few.more, address)


def _page_of(user: User) -> str:
    return reverse("people_person", args=[user.pk])


def _invitation(link: MailedLink) -> Line:
    if link.expires_at is None or link.sent_at is None:
        told, stopped = _("The letter could not be sent."), True
    elif link.expires_at <= clock.now():
        told, stopped = _("The link expired: %(moment)s") % {"moment": moment(link.expires_at)}, True
    else:
        told, stopped = _("The link expires: %(moment)s") % {"moment": moment(link.expires_at)}, False
    return Line(str(link.user), _page_of(link.user), told, stopped)


def _unproven(user: User) -> Line:
    return Line(str(user), _page_of(user))


def _ending(row: Membership) -> Line:
    return Line(str(row.user), _page_of(row.user), str(words.post(row)))


def _token(row: ApiToken) -> Line:
    return Line(row.label, _page_of(row.user), f"{row.user}, {words.span(None, row.ends_on)}")


def _absence(row: Absence) -> Line:
    until = words.span(None, row.ends_on) or _("until somebody ends it")
    told = _("%(who)s stands in") % {"who": row.deputy} if row.deputy else _("nobody stands in")
    return Line(str(row.user), _page_of(row.user), f"{told}, {until}", row.deputy is None)


def _locked(found: ToDo) -> Section:
    """In numbers: who it is stands on the page behind it."""
    people, networks = found.locked_people, found.closed_networks
    told = [
        ngettext("%(count)d person", "%(count)d people", people) % {"count": people} if people else "",
        ngettext("%(count)d network", "%(count)d networks", networks) % {"count": networks}
        if networks
        else "",
    ]
    if not any(told):
        return Section("", "", ())
    named = _(" and ").join(filter(None, told))
    line = Line(
        named, reverse("identity_lockouts"), _("kept out for a while after too many wrong tries"), True
    )
    return Section(_("Locked sign-ins"), "lock", (line,))
