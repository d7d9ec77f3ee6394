"""The queue's filters (django-filter), generated from the desk's services."""

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from casetypes.access.actors import Actor
from casetypes.cases.models import PRIORITY_RANK, Case
from casetypes.definitions.compiled import CompiledService
from casetypes.forms import directories
from casetypes.forms.types.choice import ChoiceOptions
from casetypes.kernel.text import normalise, pick
from casetypes.queues import selectors
from casetypes.queues.selectors import QueueShape
from cms.workspace.queue.columns import columns_for
from cms.workspace.words import PRIORITY_WORDS, STATUS_WORDS

AWAY, CLOSED, EVERY = "away", "closed", "all"
OPEN = _("Open")
TABS = {
    selectors.LATE: _("Late"),
    selectors.TODAY: _("Due today"),
    selectors.CRITICAL: _("Critical"),
    selectors.ESCALATED: _("Escalated"),
    AWAY: _("Referred away"),
    CLOSED: _("Closed"),
    EVERY: _("All"),
}


class QueueFilters(WagtailFilterSet):
    """What every queue offers; `filters_for` adds the choices of the desk's own services.

    `show` is also the row of tabs above the list; without it a queue shows its open cases.
    """

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=list(TABS.items()),
        method="narrow_show",
        empty_label=OPEN,
        widget=forms.RadioSelect,
    )
    public_status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=list(STATUS_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    priority = django_filters.MultipleChoiceFilter(
        label=_("Priority"),
        choices=[(PRIORITY_RANK[name], words) for name, words in reversed(PRIORITY_WORDS.items())],
        widget=forms.CheckboxSelectMultiple,
    )
    zone = django_filters.CharFilter(label=_("Colonia"), method="narrow_zone")

    class Meta:
        model = Case
        fields: list[str] = []

    def narrow_show(self, cases: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        if value == CLOSED:
            return cases.exclude(final_kind="")
        return cases if value in {AWAY, EVERY} else selectors.narrowed(cases, value)

    def narrow_zone(self, cases: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        return cases.filter(zone__search_name__contains=normalise(value))

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Open cases unless somebody asks for others."""
        if not self.form.cleaned_data.get("show"):
            queryset = queryset.filter(final_kind="")
        return super().filter_queryset(queryset)


class AnswerFilter(django_filters.ChoiceFilter):
    """A choice field of the form, answered by the index on `answers` (containment, not a path lookup)."""

    def filter(self, qs: QuerySet[Case], value: Any) -> QuerySet[Case]:
        return qs.filter(answers__contains={self.field_name: value}) if value else qs


def filters_for(desk: str, shape: QueueShape, actor: Actor) -> type[QueueFilters]:
    """The filter set of one desk: its services, its crews and the choice fields of its columns."""
    extra: dict[str, Any] = {}
    if len(shape.services) > 1:
        extra["case_type"] = django_filters.ChoiceFilter(label=_("Service"), choices=_services(shape))
    if shape.services:
        extra["state"] = django_filters.MultipleChoiceFilter(
            label=_("State"), choices=_states(shape), widget=forms.CheckboxSelectMultiple
        )
    crews = directories.crews(get_language() or "es", desk)
    if crews:
        extra["crew"] = django_filters.ChoiceFilter(label=_("Crew"), choices=crews)
    shown = {column.name.removeprefix("form.") for column in columns_for(shape, actor)}
    extra |= {
        f"answer_{key}": _answer_filter(key, choices)
        for key, services in shape.fields.items()
        if key in shown and (choices := _choice_fields(key, services))
    }
    return type("DeskFilters", (QueueFilters,), extra)


def _services(shape: QueueShape) -> list[tuple[str, str]]:
    return [(each.key, pick(each.spec.title, get_language() or "es")) for each in shape.services]


def _states(shape: QueueShape) -> list[tuple[str, str]]:
    """The states of every service of the desk, each key once, in the order of the definitions."""
    language = get_language() or "es"
    found: dict[str, str] = {}
    for service in shape.services:
        for key, state in service.spec.states.items():
            found.setdefault(key, pick(state.title, language) or key)
    return list(found.items())


def _choice_fields(key: str, services: Iterable[CompiledService]) -> list[ChoiceOptions]:
    fields = (service.fields[key] for service in services)
    return [field for field in fields if isinstance(field, ChoiceOptions)]


def _answer_filter(key: str, fields: Sequence[ChoiceOptions]) -> AnswerFilter:
    """The options of every service, in the words of the oldest."""
    language = get_language() or "es"
    choices: dict[str, str] = {}
    for field in fields:
        for option, texts in field.options.items():
            choices.setdefault(option, pick(texts, language))
    label = pick(fields[0].label, language)
    return AnswerFilter(label=label, choices=list(choices.items()), field_name=key)
