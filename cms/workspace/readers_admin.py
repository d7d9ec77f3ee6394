"""Named readers of confidential services in the admin: who reads, since when, appointed by whom; appoint, withdraw."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casetypes.access import policies, readers
from casetypes.access.actors import Actor
from casetypes.access.models import ReaderAppointment, User
from casetypes.access.readers import Appointing
from casetypes.cases import confidentiality
from casetypes.cases.role_names import role_name
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError, Invalid
from casetypes.kernel.text import pick
from cms.workspace import unread
from cms.workspace.desks import desk_name
from cms.workspace.people import actor_of

TITLE = gettext_lazy("Named readers")


def _may_manage(actor: Actor) -> bool:
    return bool(policies.may(actor, "people.manage"))


@dataclass(frozen=True)
class ConfidentialService:
    """A service, the posts its definition lets be appointed, in words, and who holds one."""

    key: str
    title: str
    posts: str
    candidates: list[User]


@dataclass(frozen=True)
class Row:
    """An appointment; `current` when the person reads today, `to_come` when it has not begun; `last` when nobody
    else reads the service today."""

    appointment: ReaderAppointment
    service: str
    current: bool
    to_come: bool
    last: bool


class AppointForm(forms.Form):
    """A person of one of the posts, for one service; never oneself."""

    service = forms.ChoiceField(label=gettext_lazy("Service"))
    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Person"))
    begins_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Leave it empty: until somebody withdraws it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300,
        help_text=gettext_lazy("For example the number of the official letter. Nothing about a case."),
    )  # fmt: skip

    def __init__(self, services: list[ConfidentialService], oneself: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins_on"].initial = timezone.localdate(clock.now())
        people = {person.pk for service in services for person in service.candidates} - {oneself}
        self.fields["service"].choices = [(one.key, one.title) for one in services]  # type: ignore[attr-defined]
        self.fields["user"].queryset = User.objects.filter(pk__in=people).order_by("full_name")  # type: ignore[attr-defined]
        self.by_service = {one.key: {person.pk for person in one.candidates} for one in services}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person, service = data.get("user"), data.get("service")
        if person and service and person.pk not in self.by_service[service]:
            self.add_error("user", _("This person holds none of the posts that can be appointed for it."))
        return data


class ReadersView(WagtailAdminTemplateMixin, View):
    """Everything on record, and the form to appoint."""

    template_name = "workspace/readers.html"
    page_title = TITLE
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policies.require(actor_of(request), "people.manage")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(AppointForm(services(), actor_of(request).person_id), status=200)

    def post(self, request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        form = AppointForm(services(), actor.person_id, request.POST)
        if not form.is_valid() or not _appoint(form, actor):
            return self._page(form, status=422)
        messages.success(request, _("The person is appointed. It is in the audit log."))
        return redirect("workspace_readers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def _page(self, form: AppointForm, *, status: int) -> HttpResponse:
        context = self.get_context_data(form=form, services=services(), rows=rows(), unread=unread.titles())
        return self.render_to_response(context, status=status)


def _appoint(form: AppointForm, actor: Actor) -> bool:
    data = form.cleaned_data
    appointing = Appointing(
        data["user"].pk, data["service"], data["reason"], data["begins_on"], data["ends_on"]
    )
    try:
        readers.appoint(appointing, actor=actor)
    except Invalid as invalid:
        for key, texts in invalid.fields.items():
            form.add_error(key if key in form.fields else None, texts)  # type: ignore[arg-type]
        return False
    except DomainError as refused:
        form.add_error(None, refused.message)
        return False
    return True


@require_POST
def withdraw(request: HttpRequest, appointment: int) -> HttpResponse:
    """Ends an appointment now, with its reason; that of the last reader only when it was said that one knows."""
    actor = actor_of(request)
    policies.require(actor, "people.manage")
    if _is_last(appointment) and not request.POST.get("nobody_left"):
        messages.error(request, _("This is the last reader. Confirm that nobody reads these reports then."))
        return redirect("workspace_readers")
    try:
        readers.withdraw(appointment, because=request.POST.get("because", ""), actor=actor)
    except Invalid as invalid:
        messages.error(request, " ".join(text for texts in invalid.fields.values() for text in texts))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The appointment is withdrawn. It is in the audit log."))
    return redirect("workspace_readers")


def _is_last(appointment: int) -> bool:
    found = readers.current().filter(pk=appointment).first()
    return found is not None and _alone(found, confidentiality.readers_today())


def _alone(appointment: ReaderAppointment, reading: dict[str, frozenset[int]]) -> bool:
    return reading.get(appointment.service) == {appointment.user_id}


def services() -> list[ConfidentialService]:
    """The confidential services of the city."""
    language = get_language() or "es"
    return [
        ConfidentialService(
            key, pick(compiled.spec.title, language), _posts(compiled), confidentiality.candidates(compiled)
        )
        for key, compiled in definitions.confidential_services().items()
    ]


def _posts(compiled: CompiledService) -> str:
    return " · ".join(f"{role_name(role)}, {desk_name(desk)}" for role, desk in compiled.reader_posts)


def rows() -> list[Row]:
    """Newest first."""
    language, today = get_language() or "es", timezone.localdate(clock.now())
    titles = definitions.confidential_services()
    current = set(readers.current().values_list("pk", flat=True))
    reading = confidentiality.readers_today()
    return [
        Row(
            each, pick(titles[each.service].spec.title, language) if each.service in titles else each.service,
            each.pk in current, each.withdrawn_at is None and each.begins_on > today,
            each.pk in current and _alone(each, reading),
        )
        for each in readers.appointments()
    ]  # fmt: skip


class ReadersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(definitions.confidential_services()) and _may_manage(actor_of(request))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("lectores/", ReadersView.as_view(), name="workspace_readers"),
        path("lectores/<int:appointment>/retirar/", withdraw, name="workspace_reader_withdraw"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ReadersMenuItem(
        TITLE, reverse("workspace_readers"), name="named-readers", icon_name="lock", order=70
    )
