"""Invented examples of every component in every state, for the style guide and the tests of the look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from casetypes.kernel import clock
from cms.components import icons, words
from cms.components.shapes import (
    Answer,
    Column,
    Deadline,
    DeadlineMove,
    Figure,
    Photo,
    Place,
    Step,
    TimelineEntry,
)


@dataclass(frozen=True)
class SampleRules:
    """As a file field of a definition has them."""

    accepts: tuple[str, ...] = ("image/jpeg", "image/png", "image/webp")
    max_bytes: int = 10_000_000
    many: int = 3


class SampleFiles(forms.FileInput):
    """Several at once."""

    allow_multiple_selected = True


class SamplePhotos(forms.FileField):
    """A file field with limits."""

    rules = SampleRules()


class SampleDepth(forms.IntegerField):
    """A number with its unit."""

    unit = "cm"


class SampleForm(forms.Form):
    """One field of every kind the renderer knows."""

    road = forms.ChoiceField(
        label=_("What kind of road is it?"),
        choices=[("street", _("Street")), ("avenue", _("Avenue or boulevard")), ("walk", _("Sidewalk"))],
        widget=forms.RadioSelect,
    )
    depth = SampleDepth(label=_("Depth"), min_value=1, max_value=200, help_text=_("Roughly is enough."))
    signs = forms.MultipleChoiceField(
        label=_("What do you see?"),
        required=False,
        choices=[("water", _("Standing water")), ("cone", _("A cone or a warning"))],
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.DateField(
        label=_("Since when?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    story = forms.CharField(label=_("Tell us more"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    photos = SamplePhotos(
        label=_("Photos"),
        required=False,
        widget=SampleFiles(attrs={"accept": "image/*", "multiple": True}),
    )
    consent = forms.BooleanField(
        label=_("I have read the privacy notice"), help_text=_("We use your data only to attend this report.")
    )


def deadlines(now: datetime) -> list[Deadline]:
    move = DeadlineMove(
        why=str(_("We asked you for the house number; the clock waited two days.")),
        when=now - timedelta(days=1),
        who=str(_("Control desk")),
    )
    return [
        Deadline(due=now + timedelta(days=3), spent=38, left=62),
        Deadline(due=now + timedelta(days=5), spent=40, paused=20, left=40, running=False, moves=[move]),
        Deadline(due=now - timedelta(days=2), spent=80, left=0, over=20),
        Deadline(due=None, spent=0, left=1),
    ]


def timeline_entries(now: datetime) -> list[TimelineEntry]:
    desk, crew = str(_("Control desk")), str(_("Crew"))
    return [
        TimelineEntry(str(_("Closed with photographs")), crew, now, "", "resolved"),
        TimelineEntry(str(_("Work began")), crew, now - timedelta(hours=5), "", "in_process"),
        TimelineEntry(
            str(_("Scheduled")),
            desk,
            now - timedelta(days=1),
            str(_("Deep hole on an avenue: it goes first.")),
            "scheduled",
        ),
        TimelineEntry(
            str(_("Message from the desk")), desk, now - timedelta(days=2), str(_("Thank you for the photo."))
        ),
        TimelineEntry(str(_("Received by the portal")), "", now - timedelta(days=2, hours=3), "", "received"),
    ]


def figures() -> list[Figure]:
    method = str(
        _(
            "Cases closed within their deadline, divided by all cases closed in the quarter. Pauses do not count."
        )
    )
    return [
        Figure(
            label=str(_("Solved in time")), value="82", unit="%", change="+6", direction="up", better=True,
            goal=str(_("Goal: 90 %. Before: 45 %.")), series=[61, 64, 63, 70, 76, 82], target=90, method=method,
        ),
        Figure(
            label=str(_("First answer")), value="9.4", unit=str(_("hours")), change="+0.8", direction="up",
            better=False,
            goal=str(_("Goal: 8 hours.")), series=[7.9, 8.1, None, 8.6, 8.6, 9.4], method=method,
        ),
        Figure(label=str(_("Reports received")), value="4,312", change="0 %", series=[4100, 4280, 4312], method=method),
        Figure(label=str(_("Cost per case")), value="", method=method),
    ]  # fmt: skip


def answers() -> list[Answer]:
    return [
        Answer(str(_("What is it?")), str(_("Pothole")), "#"),
        Answer(str(_("Where is it?")), "Av. Juárez 1250, Centro", "#"),
        Answer(str(_("Depth")), "15 cm", "#"),
        Answer(str(_("Tell us more")), "", "#"),
    ]


def places() -> list[Place]:
    return [
        Place(str(_("Pothole")), 25.5428, -103.4068, "Av. Juárez, Centro", "#", "in_process"),
        Place(str(_("Street light out")), 25.5521, -103.3901, "Nueva Los Ángeles", "#", "received"),
        Place(str(_("Water leak")), 25.5330, -103.4402, "Torreón Jardín", "#", "referred"),
    ]


def context() -> dict[str, Any]:
    """Everything the style guide shows."""
    now = clock.now()
    return {
        "statuses": list(words.STATUSES),
        "tokens": TOKENS,
        "icons": sorted(icons.drawings()),
        "steps": [
            Step(str(_("Tell us what and where")), str(_("With a photo it goes faster. It takes a minute."))),
            Step(str(_("We schedule a crew")), str(_("You get a folio and the expected date at once."))),
            str(_("You see the before and the after")),
        ],
        "answers": answers(),
        "entries": timeline_entries(now),
        "deadlines": deadlines(now),
        "before": Photo(static("img/sample-before.svg"), str(_("A deep pothole")), now - timedelta(days=2)),
        "after": Photo(static("img/sample-after.svg"), str(_("The street repaired")), now),
        "figures": figures(),
        "columns": [
            Column("name", str(_("Provider"))),
            Column("cases", str(_("Cases")), True),
            Column("sla", str(_("In time")), True),
        ],
        "rows": [
            {"name": "SIMAS Torreón", "cases": "1,204", "sla": "78 %"},
            {"name": str(_("Street Lighting")), "cases": "863", "sla": "91 %"},
            {"name": str(_("Public Works")), "cases": "512", "sla": "64 %"},
        ],
        "places": places(),
        "colonias": [(str(n), name) for n, name in enumerate(COLONIAS)],
        "form": SampleForm(),
        "bad_form": SampleForm({"depth": "900", "story": "…"}, prefix="bad"),
        "page": Paginator(range(200), 10).get_page(7),
        "quick": [("#", str(_("Pothole"))), ("#", str(_("Street light"))), ("#", str(_("Water leak")))],
        "facts": [str(_("5 working days")), str(_("Free"))],
        "errors": [
            ("id_depth", str(_("Write how deep it is, in centimetres."))),
            ("id_road_0", str(_("Choose the kind of road."))),
        ],
        "picker_errors": [str(_("Place the pin or write the address."))],
    }


COLONIAS = (
    "Abastos", "Ampliación La Rosita", "Campestre La Rosita", "Centro", "El Campestre", "La Estrella", "Las Margaritas",
    "Los Ángeles", "Moderna", "Navarro", "Nueva Los Ángeles", "Residencial Cumbres", "San Isidro", "San Marcos",
    "Santa María", "Torreón Jardín", "Torreón Residencial", "Valle Verde", "Villas La Merced",
)  # fmt: skip

TOKENS = [
    "surface", "surface-raised", "surface-sunken", "surface-accent", "surface-inverse", "text", "text-muted",
    "line", "line-strong", "accent", "accent-strong", "focus", "sun", "clay", "river", "danger", "success", "notice",
    "chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6", "heat-1", "heat-2", "heat-3", "heat-4", "heat-5",
]  # fmt: skip
