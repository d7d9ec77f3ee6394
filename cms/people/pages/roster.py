"""Bring in many people from a CSV file: what would become of each line first, then the invitations."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casetypes.access.models import Crew, Department, Desk
from casetypes.access.staff import roster
from casetypes.access.staff.places_of_roles import PLACES
from casetypes.access.staff.roster import Roster, Vocabulary
from casetypes.cases.role_names import role_name
from casetypes.kernel.text import normalise
from cms.people.pages.frame import asked, asks, framed
from cms.people.sheets import file_of
from cms.workspace.people import actor_of

VERDICTS = {
    "new": gettext_lazy("will be invited"),
    "known": gettext_lazy("is there already: left as it is"),
    "wrong": gettext_lazy("wrong"),
    "invited": gettext_lazy("invited"),
    "failed": gettext_lazy("failed"),
}


class RosterForm(forms.Form):
    """A file, or its text again when the second button is pressed."""

    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    all_or_nothing = forms.BooleanField(
        label=gettext_lazy("All or nothing: one wrong line, and nobody is invited"),
        required=False,
        initial=True,
    )


@asks("people.manage")
def bring_in(request: HttpRequest) -> HttpResponse:
    """Nobody is invited before the list was looked at and the button pressed again."""
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    read: Roster | None = None
    done = False
    if request.method == "POST" and form.is_valid():
        text, notes = _text(form)
        found = asked(form, lambda: roster.read(text, vocabulary())) if text else None
        read = Roster(found.lines, (*notes, *found.notes)) if found else None
        if read and "sure" in request.POST:
            whole = form.cleaned_data["all_or_nothing"]
            read = roster.bring_in(read, all_or_nothing=whole, actor=actor_of(request))
            done = any(line.verdict == "invited" for line in read.lines)
            _say(request, read)
        form = _with_text(form, text)
    lines = [(line, str(VERDICTS[line.verdict])) for line in read.lines] if read else []
    return framed(
        request, "roster", _("Import people"), form=form, read=read, lines=lines, done=done, held=_held(form, read),
        status=422 if form.errors else 200,
    )  # fmt: skip


@asks("people.manage")
def example(request: HttpRequest) -> HttpResponse:
    """A file to fill in: the heading and one line."""
    desk = (
        Desk.objects.filter(active=True, provider=False).order_by("key").values_list("key", flat=True).first()
        or ""
    )
    head = [_("E-mail"), _("Name"), _("User name"), _("Language"), _("Role"), _("Desk"), _("Crew"), _("Department"),
            _("From"), _("until")]  # fmt: skip
    line = [
        "ana.perez@example.org",
        "Ana Pérez",
        "",
        "es",
        role_name("control_desk"),
        desk,
        "",
        "",
        "",
        "2027-12-31",
    ]
    return file_of(_("people"), [head, line])


def vocabulary() -> Vocabulary:
    """Keys and names in every language of the product."""
    roles = {normalise(key): key for key in PLACES}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            roles |= {normalise(role_name(key)): key for key in PLACES}
    return Vocabulary(
        roles,
        _named(Desk.objects.filter(active=True).values_list("key", "name")),
        _named(Crew.objects.filter(active=True).values_list("key", "name")),
        _named(Department.objects.values_list("key", "name")),
    )


def _named(rows: "object") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, names in rows:  # type: ignore[attr-defined]
        found |= {normalise(name): key for name in names.values()} | {normalise(key): key}
    return found


def _text(form: RosterForm) -> tuple[str, tuple[str, ...]]:
    upload = form.cleaned_data["file"]
    if upload is None:
        if not form.cleaned_data["text"]:
            form.add_error("file", _("Choose a file."))
        return form.cleaned_data["text"], ()
    return asked(form, lambda: roster.decoded(upload.read())) or ("", ())


def _with_text(form: RosterForm, text: str) -> RosterForm:
    """The text goes with the page, so that the second button needs no file again."""
    if form.errors:
        return form
    return RosterForm(initial={"text": text, "all_or_nothing": form.cleaned_data["all_or_nothing"]})


def _held(form: RosterForm, read: Roster | None) -> bool:
    """Whether the second button would invite nobody: wrong lines, and all or nothing."""
    return bool(read and read.wrong and form.initial.get("all_or_nothing"))


def _say(request: HttpRequest, read: Roster) -> None:
    invited = len({line.address.lower() for line in read.lines if line.verdict == "invited"})
    if not invited:
        messages.warning(request, _("Nobody was invited. Mend the lines that are wrong, or leave them out."))
        return
    said = ngettext("%(count)d person is invited.", "%(count)d people are invited.", invited)
    messages.success(request, said % {"count": invited})
