"""The queue's filters (django-filter), generated from the desk's services."""

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import ActiveFilter, filter_adapter_class_registry
from wagtail.admin.filters import WagtailFilterSet

from casetypes.cases.models import PRIORITY_RANK, Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.kept import until_published
from casetypes.forms import directories
from casetypes.forms.types.choice import ChoiceOptions
from casetypes.forms.zone_words import ZONE_TITLE
from casetypes.kernel.text import normalise, pick
from casetypes.queues import loads
from casetypes.queues.selectors import QueueShape, shape
from cms.workspace.queue.pages import AFTER, BEFORE
from cms.workspace.queue.sight import Sight
from cms.workspace.words import PRIORITY_WORDS, STATUS_WORDS

AWAY, CLOSED, EVERY = "away", "closed", "all"
OPEN = _("Open")
TABS = {
    loads.LATE: _("Late"),
    loads.TODAY: _("Due today"),
    loads.CRITICAL: _("Critical"),
    loads.ESCALATED: _("Escalated"),
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
        label=_("Public status"), choices=list(STATUS_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    priority = django_filters.MultipleChoiceFilter(
        label=_("Priority"),
        choices=[(PRIORITY_RANK[name], words) for name, words in reversed(PRIORITY_WORDS.items())],
        widget=forms.CheckboxSelectMultiple,
    )
    zone = django_filters.CharFilter(label=ZONE_TITLE, method="narrow_zone")

    class Meta:
        model = Case
        fields: list[str] = []

    def narrow_show(self, cases: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        if value == CLOSED:
            return cases.exclude(final_kind="")
        return cases if value in {AWAY, EVERY} else loads.narrowed(cases, value)

    def narrow_zone(self, cases: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        return cases.filter(zone__search_name__contains=normalise(value))

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Open cases unless somebody asks for others."""
        if not self.form.cleaned_data.get("show"):
            queryset = queryset.filter(final_kind="")
        return super().filter_queryset(queryset)

    @classmethod
    def asked_by(cls, query: QueryDict) -> bool:
        """Whether an address narrows the list at all; building the form costs more than reading the cases."""
        return any(name in query for name in cls.base_filters)


class AnonymisedFilters(QueueFilters):
    """For who reads anonymised: a zone finds nothing of what the definition does not place."""

    def narrow_zone(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        hidden = [
            each.compiled.key for each in definitions.by_age() if each.compiled.spec.public.map == "hidden"
        ]
        return super().narrow_zone(cases, name, value).exclude(case_type__in=hidden)


def chips(filters: QueueFilters, results_url: str, query: QueryDict) -> list[ActiveFilter]:
    """What narrows the list, each with the address without it. The tabs say what is shown: no chip says it twice."""
    kept = query.copy()
    kept.pop(AFTER, None)
    kept.pop(BEFORE, None)
    kept["_w_filter_fragment"] = "1"
    cleaned = filters.form.cleaned_data
    found: list[ActiveFilter] = []
    for name in filters.form.changed_data:
        field = filters.form[name]
        if name != "show" and name in cleaned and cleaned[name] != field.initial:
            adapter = filter_adapter_class_registry.get(filters.filters[name])
            found += adapter(
                filters.filters[name], field, cleaned[name], results_url, kept
            ).get_active_filters()
    return found


class AnswerFilter(django_filters.ChoiceFilter):
    """A choice field of the form, answered by the index on `answers` (containment, not a path lookup)."""

    def filter(self, qs: QuerySet[Case], value: Any) -> QuerySet[Case]:
        return qs.filter(answers__contains={self.field_name: value}) if value else qs


@until_published
def filters_for(sight: Sight, *, language: str) -> type[QueueFilters]:
    """The filter set of one desk: its services, its crews and the choice fields of its columns."""
    extra: dict[str, Any] = {}
    asked = shape(sight.desk)
    if len(asked.services) > 1:
        extra["case_type"] = django_filters.ChoiceFilter(
            label=_("Service"), choices=_services(asked, language)
        )
    if asked.services:
        extra["state"] = django_filters.MultipleChoiceFilter(
            label=_("State"), choices=_states(asked, language), widget=forms.CheckboxSelectMultiple
        )
    if crews := directories.crews(language, sight.desk):
        extra["crew"] = django_filters.ChoiceFilter(label=_("Crew"), choices=crews)
    extra |= {
        f"answer_{key}": _answer_filter(key, choices, language)
        for key, services in asked.fields.items()
        if all(sight.always_reads(service, key) for service in services)
        if (choices := _choice_fields(key, services))
    }
    return type("DeskFilters", (AnonymisedFilters if sight.anonymised else QueueFilters,), extra)


def _services(shape: QueueShape, language: str) -> list[tuple[str, str]]:
    return [(each.key, pick(each.spec.title, language)) for each in shape.services]


def _states(shape: QueueShape, language: str) -> list[tuple[str, str]]:
    """The states of every service of the desk, each key once, in the order of the definitions."""
    found: dict[str, str] = {}
    for service in shape.services:
        for key, state in service.spec.states.items():
            found.setdefault(key, pick(state.title, language) or key)
    return list(found.items())


def _choice_fields(key: str, services: Iterable[CompiledService]) -> list[ChoiceOptions]:
    fields = (service.fields[key] for service in services)
    return [field for field in fields if isinstance(field, ChoiceOptions)]


def _answer_filter(key: str, fields: Sequence[ChoiceOptions], language: str) -> AnswerFilter:
    """The options of every service, in the words of the oldest."""
    choices: dict[str, str] = {}
    for field in fields:
        for option, texts in field.options.items():
            choices.setdefault(option, pick(texts, language))
    label = pick(fields[0].label, language)
    return AnswerFilter(label=label, choices=list(choices.items()), field_name=key)
