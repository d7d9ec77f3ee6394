"""Give a post, end it, give it back, and end every post of a desk that closes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from casetypes.access import policies
from casetypes.access.actors import for_user
from casetypes.access.models import User
from casetypes.access.staff import memberships, people, places_of_roles
from cms.identity.entering import person_of
from cms.people import words
from cms.people.forms import CloseDeskForm, EndForm, PostForm
from cms.people.pages.frame import asked, asks, framed, person_or_404, told
from cms.workspace.people import actor_of


@asks("people.manage")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    user, actor = person_or_404(request, pk), actor_of(request)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granting = form.granting(pk)
        if asked(form, lambda: memberships.grant(granting, actor=actor)):
            messages.success(request, _("The post is given. It is in the audit log."))
            for caution in places_of_roles.cautions(pk):
                messages.warning(request, caution)
            return redirect("people_person", pk)
    return framed(request, "post", _("Give a post"), of=user, form=form, status=422 if form.errors else 200)


@asks("people.manage")
def end(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    user, actor = person_or_404(request, pk), actor_of(request)
    row = people.lasting_posts([pk]).filter(pk=post).first()
    if row is None:
        raise Http404(_("This post has ended already."))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        last_day = data["last_day"] if data["when"] == "later" else None
        asked(form, lambda: memberships.end(post, last_day=last_day, because=data["because"], actor=actor))
        if not form.errors:
            return _ended(request, user, later=last_day is not None)
    return framed(
        request, "end", _("End a post"), of=user, form=form, post=words.post(row),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _ended(request: HttpRequest, user: User, *, later: bool) -> HttpResponse:
    """Back to the person; home for who gave up, of their own posts, the one that opened these pages to them."""
    if not policies.may(for_user(person_of(request)), "people.manage"):
        messages.success(request, _("The post has ended."))
        return redirect("wagtailadmin_home")
    done = (
        _("The post ends on that day.")
        if later
        else _("The post has ended. Was it a mistake? Give it back below, within a day.")
    )
    messages.success(request, done)
    return redirect("people_person", user.pk)


@require_POST
@asks("people.manage")
def give_back(request: HttpRequest, pk: int, ended: int) -> HttpResponse:
    user, actor = person_or_404(request, pk), actor_of(request)
    if not user.ended_posts.filter(pk=ended).exists():
        raise Http404(_("There is no such post."))
    told(request, lambda: memberships.give_back(ended, actor=actor), _("The person holds the post again."))
    return redirect("people_person", pk)


@asks("people.manage")
def close_desk(request: HttpRequest) -> HttpResponse:
    """First who holds a post there, then, said a second time, the end of all of them."""
    asking = "sure" not in request.POST
    form = CloseDeskForm(request.POST or None)
    rows = []
    if request.method == "POST" and form.is_valid():
        desk, because = form.cleaned_data["desk"], form.cleaned_data["because"]
        rows = list(memberships.at_desk(desk).select_related("role", "desk", "department", "crew__desk"))
        if not asking:
            actor = actor_of(request)
            ended = asked(form, lambda: memberships.end_at_desk(desk, because=because, actor=actor))
            if ended is not None:
                done = ngettext("%(count)d post has ended.", "%(count)d posts have ended.", ended)
                messages.success(request, done % {"count": ended})
                return redirect("people_list")
    return framed(
        request, "close_desk", _("A desk closes"), form=form, looked=bool(request.method == "POST" and not form.errors),
        rows=[(row.user, words.post(row)) for row in rows], status=422 if form.errors else 200,
    )  # fmt: skip
