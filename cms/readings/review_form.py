"""The filters of the page of readings: which period, whose, what for, of which case, and what stands out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casetypes.cases.personal_data import reading_purposes
from casetypes.cases.personal_data.reading_review import (
    CLOSED,
    MANY,
    NEVER_WORKED,
    OFF_SHIFT,
    REMARKS,
    Wanted,
)
from casetypes.definitions import selectors as definitions
from casetypes.kernel import clock
from casetypes.kernel.folio import FolioPattern

DAYS = 30
REMARK_WORDS = {
    MANY: _("many readings by one person in a day"),
    NEVER_WORKED: _("of a case that its reader never worked on"),
    CLOSED: _("of a case closed long ago"),
    OFF_SHIFT: _("outside the shift"),
}


class ReviewForm(forms.Form):
    """Read from the address; the last DAYS days when it says nothing."""

    begins_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.CharField(label=_("Person"), required=False, max_length=150)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    folio = forms.CharField(label=_("Folio"), required=False, max_length=60)
    remark = forms.ChoiceField(label=_("What stands out"), required=False)

    def __init__(self, sent: Mapping[str, Any]) -> None:
        today = timezone.localdate(clock.now())
        usual = {"begins_on": today - timedelta(days=DAYS - 1), "ends_on": today}
        given = {name: sent[name] for name in self.base_fields if sent.get(name)}
        super().__init__({**{name: day.isoformat() for name, day in usual.items()}, **given})
        purposes = [(each.key, each.title) for each in reading_purposes.purposes()]
        remarks = [(key, REMARK_WORDS[key]) for key in REMARKS]
        self.fields["purpose"].choices = [("", _("Every purpose")), *purposes]  # type: ignore[attr-defined]
        self.fields["remark"].choices = [("", _("Everything")), *remarks]  # type: ignore[attr-defined]

    def clean_folio(self) -> str:
        typed = str(self.cleaned_data["folio"])
        return FolioPattern(definitions.city().folio).normalise(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("begins_on") and given.get("ends_on") and given["ends_on"] < given["begins_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        return given

    def wanted(self) -> Wanted:
        """Of a form that is valid."""
        given = self.cleaned_data
        return Wanted(
            given["begins_on"], given["ends_on"], person=given["person"].strip(), purpose=given["purpose"],
            folio=given["folio"], remark=given["remark"],
        )  # fmt: skip
