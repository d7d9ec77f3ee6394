"""The queue's filters (django-filter), generated from the desk's services."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from casetypes.cases.models import PRIORITY_RANK, Case
from casetypes.forms import directories
from casetypes.forms.types.choice import ChoiceOptions
from casetypes.kernel.text import pick
from casetypes.places.models import Zone
from casetypes.queues.selectors import QueueShape
from cms.workspace.words import PRIORITY_WORDS, STATUS_WORDS

OPEN, CLOSED, EVERY = "open", "closed", "all"


class QueueFilters(WagtailFilterSet):
    """What every queue offers; `filters_for` adds the choices of the desk's own services."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[(OPEN, _("Open")), (CLOSED, _("Closed")), (EVERY, _("All"))],
        method="narrow_show",
        empty_label=None,
        initial=OPEN,
        widget=forms.RadioSelect,
    )
    public_status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=list(STATUS_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    priority = django_filters.MultipleChoiceFilter(
        label=_("Priority"),
        choices=[(PRIORITY_RANK[name], words) for name, words in PRIORITY_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    overdue = django_filters.BooleanFilter(
        label=_("Late"), widget=forms.Select(choices=[("", "—"), ("true", _("Late")), ("false", _("On time"))])
    )
    zone = django_filters.ModelChoiceFilter(label=_("Colonia"), queryset=Zone.objects.filter(active=True))

    class Meta:
        model = Case
        fields: list[str] = []

    def narrow_show(self, cases: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        if value == OPEN:
            return cases.filter(final_kind="")
        return cases.exclude(final_kind="") if value == CLOSED else cases

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Open cases unless somebody asks for others."""
        if not self.form.cleaned_data.get("show"):
            queryset = queryset.filter(final_kind="")
        return super().filter_queryset(queryset)


class AnswerFilter(django_filters.ChoiceFilter):
    """A choice field of the form, answered by the index on `answers` (containment, not a path lookup)."""

    def filter(self, qs: QuerySet[Case], value: Any) -> QuerySet[Case]:
        key = self.field_name.removeprefix("form.")
        return qs.filter(answers__contains={key: value}) if value else qs


def filters_for(desk: str, shape: QueueShape) -> type[QueueFilters]:
    """The filter set of one desk: its services, its crews and the choice fields of its columns."""
    extra: dict[str, Any] = {}
    if len(shape.services) > 1:
        extra["case_type"] = django_filters.ChoiceFilter(
            label=_("Service"), choices=lazy(lambda: _services(shape), list)(), field_name="case_type"
        )
    crews = directories.crews(get_language() or "es", desk)
    if crews:
        extra["crew"] = django_filters.ChoiceFilter(label=_("Crew"), choices=crews, field_name="crew")
    extra |= {f"form.{key}": _answer_filter(key, service) for key, service in shape.fields.items()
              if isinstance(service.fields[key], ChoiceOptions)}  # fmt: skip
    return type("DeskFilters", (QueueFilters,), extra)


def _services(shape: QueueShape) -> list[tuple[str, str]]:
    return [(each.key, pick(each.spec.title, get_language() or "es")) for each in shape.services]


def _answer_filter(key: str, service: Any) -> AnswerFilter:
    spec, language = service.fields[key], get_language() or "es"
    choices = [(option, pick(texts, language)) for option, texts in spec.options.items()]
    return AnswerFilter(label=pick(spec.label, language), choices=choices, field_name=f"form.{key}")


