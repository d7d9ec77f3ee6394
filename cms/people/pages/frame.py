"""What every page here shares: who may see it, how it is framed, and how a refusal of a service is said."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.models import User
from casetypes.access.staff import people
from casetypes.access.staff.invitations import AlreadyThere
from casetypes.kernel.errors import DomainError, Invalid, NotFound
from cms.workspace.crumbs import crumbs
from cms.workspace.people import actor_of

T = TypeVar("T")
View = Callable[..., HttpResponse]


def asks(action: str) -> Callable[[View], View]:
    """The policy action that is asked before anything of the page happens."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not policies.may(actor_of(request), action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asking

    return decorate


def person_or_404(request: HttpRequest, pk: int) -> User:
    try:
        return people.person(pk, actor=actor_of(request))
    except NotFound as missing:
        raise Http404(missing.message) from missing


def framed(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    of: User | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page below "People", or below the page of one person."""
    listing = {"url": reverse("people_list"), "label": _("People")}
    trail = [listing] if title != listing["label"] else []
    if of is not None and title != str(of):
        trail.append({"url": reverse("people_person", args=[of.pk]), "label": str(of)})
    whole = {
        **context, "person": of, "header_title": title, "header_icon": "group",
        "breadcrumbs_items": crumbs(*trail, {"url": "", "label": title}),
    }  # fmt: skip
    return render(request, f"people/{template}.html", whole, status=status)


def asked(form: BaseForm, call: Callable[[], T]) -> T | None:
    """What the service answers, or None when it refuses: the form then says why, beside its field."""
    try:
        return call()
    except AlreadyThere:
        raise  # the page leads to that person
    except Invalid as invalid:
        for key, texts in invalid.fields.items():
            form.add_error(key if key in form.fields else None, texts)  # type: ignore[arg-type]
    except DomainError as refused:
        form.add_error(None, refused.message)
    return None


def told(request: HttpRequest, call: Callable[[], object], done: str) -> bool:
    """The same for a single button: what came of it is said on the next page."""
    try:
        call()
    except Invalid as invalid:
        messages.error(request, " ".join(text for texts in invalid.fields.values() for text in texts))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
        return True
    return False
