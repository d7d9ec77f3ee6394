"""A new service: its name, its desk, and the text to begin with."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.definitions import selectors as definitions
from casetypes.definitions.policies import departments_written
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick, slug
from cms.studio import services
from cms.studio.pages.frame import language, studio_page, trail
from cms.studio.services import NewService

KEY = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE_NAMES = {"es": gettext_lazy("Name in Spanish"), "en": gettext_lazy("Name in English")}


class NewForm(forms.Form):
    """One name per language of the city; desks of the departments whose services the person may write."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = _desks(actor)
        self.languages = definitions.city().languages
        for code in self.languages:
            label = LANGUAGE_NAMES.get(code, code)
            self.fields[f"title_{code}"] = forms.CharField(label=label, max_length=120)
        self.fields["key"] = forms.CharField(
            label=_("Key"), max_length=60, required=False,
            help_text=_("Its name for machines, such as fuga_de_agua; it never changes. "
                        "Left empty, it is made from the name."),
        )  # fmt: skip
        self.fields["desk"] = forms.ChoiceField(
            label=_("Desk that attends it"),
            choices=[(key, name) for key, (name, _department) in self.desks.items()],
        )
        self.fields["copy_of"] = forms.ChoiceField(
            label=_("Begin with"), choices=_beginnings(), required=False,
            help_text=_("A copy brings everything of that service, ready to be changed."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key = cleaned.get("key") or slug(cleaned.get(f"title_{self.languages[0]}", "")).replace("-", "_")
        if not KEY.fullmatch(key):
            self.add_error("key", _("A key has lower-case letters, digits and _, and begins with a letter."))
        return {**cleaned, "key": key}

    def asked(self) -> NewService:
        data = self.cleaned_data
        return NewService(
            key=data["key"],
            desk=data["desk"],
            department=self.desks[data["desk"]][1],
            titles={code: data[f"title_{code}"] for code in self.languages},
            copy_of=data["copy_of"],
        )


@studio_page
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    policies.require(actor, "definition.write")
    form = NewForm(actor, request.POST if request.method == "POST" else None,
                   initial={"copy_of": request.GET.get("copia", "")})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("studio_draft", services.create(form.asked(), actor=actor).pk)
        except Invalid as error:
            for name, words in error.fields.items():
                form.add_error(name, words)
    context = {
        "form": form,
        "header_title": _("New service"),
        "header_icon": "plus",
        **trail(_("New service")),
    }
    return render(request, "studio/new.html", context, status=422 if form.errors else 200)


def _desks(actor: Actor) -> dict[str, tuple[str, str]]:
    """Name and department by key, in the order of desks.yaml."""
    desks = definitions.desks_spec().desks
    written = departments_written(actor, {desk.department for desk in desks.values()})
    return {
        key: (pick(desk.name, language()), desk.department)
        for key, desk in desks.items()
        if desk.department in written
    }


def _beginnings() -> list[tuple[str, str]]:
    copies = [
        (one.key, _("A copy of “%(service)s”") % {"service": pick(one.compiled.spec.title, language())})
        for one in definitions.live_services()
    ]
    return [("", _("A small example service")), *copies]
