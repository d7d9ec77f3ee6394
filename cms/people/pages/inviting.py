"""Invite one person by e-mail, with every post they are to hold. Posts left empty are none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.models import User
from casetypes.access.staff import invitations
from casetypes.access.staff.invitations import AlreadyThere, Inviting
from casetypes.kernel.errors import Invalid
from cms.people.forms import MOST_POSTS, InvitedPostForm, InviteForm, PostForms
from cms.people.pages.frame import asked, asks, framed
from cms.workspace.people import actor_of

PREFIX = "post"
OF_A_POST = re.compile(r"posts\.(\d+)\.(.*)")  # how the service names a field of a post


@dataclass(frozen=True)
class Sheet:
    """The person and their posts, as they are written on the page."""

    person: InviteForm
    posts: "BaseFormSet[InvitedPostForm]"

    def is_valid(self) -> bool:
        """Both are looked at, so that everything wrong is told at once."""
        return all([self.person.is_valid(), self.posts.is_valid()])

    @property
    def wrong(self) -> bool:
        return bool(self.person.errors or self.posts.non_form_errors() or any(self.posts.errors))

    def inviting(self) -> Inviting:
        data = self.person.cleaned_data
        posts = tuple(form.granting(0) for form in self._filled())
        return Inviting(data["address"], data["full_name"], data["language"], data["username"], posts)

    def refused(self, fields: Mapping[str, list[str]]) -> None:
        """What the service said, beside its field."""
        filled = self._filled()
        for key, texts in fields.items():
            found = OF_A_POST.fullmatch(key)
            form: BaseForm = filled[int(found[1])] if found else self.person
            name = found[2] if found else key
            form.add_error(name if name in form.fields else None, texts)  # type: ignore[arg-type]

    def _filled(self) -> list[InvitedPostForm]:
        return [form for form in self.posts if form.has_changed()]


@asks("people.manage")
def invite(request: HttpRequest) -> HttpResponse:
    sheet = _sheet(request)
    if request.method == "POST" and "another" not in request.POST and sheet.is_valid():
        try:
            user = asked(sheet.person, lambda: _invite(sheet, request))
        except AlreadyThere as known:
            messages.warning(request, _("There is a person with this address already: this one."))
            return redirect("people_person", known.user_id)
        if user is not None:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people_person", user.pk)
    return framed(
        request, "invite", _("Invite a person"), form=sheet.person, posts=sheet.posts,
        room=len(sheet.posts.forms) < MOST_POSTS, status=422 if sheet.wrong else 200,
    )  # fmt: skip


def _invite(sheet: Sheet, request: HttpRequest) -> User | None:
    """The new person, or None when the service refuses a field of one of the two forms."""
    try:
        return invitations.invite(sheet.inviting(), actor=actor_of(request))
    except Invalid as invalid:
        sheet.refused(invalid.fields)
        return None


def _sheet(request: HttpRequest) -> Sheet:
    """A fresh one, what was sent, or what was sent with room for another post."""
    if request.method != "POST":
        return Sheet(InviteForm(initial={"language": get_language()}), _posts())
    if "another" not in request.POST:
        return Sheet(InviteForm(request.POST), _posts(data=request.POST))
    sheet = Sheet(InviteForm(initial=request.POST.dict()), _posts(initial=_written(request.POST)))
    sheet.posts.forms[-1].fields["role"].widget.attrs["autofocus"] = True
    return sheet


def _posts(**more: Any) -> "BaseFormSet[InvitedPostForm]":
    return PostForms(prefix=PREFIX, form_kwargs={"empty_permitted": True}, **more)


def _written(sent: QueryDict) -> list[dict[str, str]]:
    """What stands in the posts, none of it judged yet."""
    count = sent.get(f"{PREFIX}-TOTAL_FORMS", "")
    rows = range(min(int(count), MOST_POSTS)) if count.isdecimal() else range(0)
    return [
        {name: sent.get(f"{PREFIX}-{row}-{name}", "") for name in InvitedPostForm.base_fields} for row in rows
    ]
