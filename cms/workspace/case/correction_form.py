"""The form of a correction in the order of the pages: what was typed beside the answers as they are now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from casetypes.cases.corrections.offering import Offered
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.kernel.text import pick


@dataclass(frozen=True)
class Group:
    """One page of the definition: runs of its questions, each from the form that holds them."""

    title: str
    parts: list[tuple[AnswersForm, list[str]]]


@dataclass(frozen=True)
class Mixed:
    """`typed` is bound over what was changed or complained about, `fresh` shows the other answers as they are now.
    `masked`: labels of personal questions that would have to be opened first."""

    typed: AnswersForm | None
    fresh: AnswersForm
    specs: dict[str, FieldOptions]
    groups: list[Group]
    masked: list[str]

    @property
    def has_place(self) -> bool:
        return any(spec.type == "location" for spec in self.specs.values())

    @property
    def wrong(self) -> bool:
        return self.typed is not None and bool(self.typed.errors)


def mixed(
    found: Offered,
    filled: AnswersForm | None,
    touched: Collection[str],
    complaints: Mapping[str, Sequence[str]],
) -> Mixed:
    """`filled` is what was sent, `touched` what of it differs from what the page had shown, `complaints` what is wrong
    with it by question."""
    language = get_language() or "es"
    sent = filled.specs if filled else {}
    specs = {
        key: spec for key, spec in found.compiled.fields.items() if key in found.fields or key in touched
    }
    again = {
        key: spec for key, spec in specs.items() if key in sent and (key in touched or key in complaints)
    }
    typed = build_form(again, language=language, data=filled.data) if filled and again else None
    for key, texts in complaints.items():
        for text in texts if typed is not None and key in again else ():
            typed.add_error(key, text)  # type: ignore[union-attr]
    others = {key: spec for key, spec in specs.items() if key not in again}
    fresh = build_form(others, language=language, initial=found.answers)
    return Mixed(typed, fresh, specs, _groups(found, typed, fresh, language), _labels(found, language))


def _groups(found: Offered, typed: AnswersForm | None, fresh: AnswersForm, language: str) -> list[Group]:
    groups = []
    for page in found.compiled.spec.form.values():
        parts: list[tuple[AnswersForm, list[str]]] = []
        for key in page.fields:
            form = next((each for each in (typed, fresh) if each is not None and key in each.specs), None)
            if form is None:
                continue
            if not parts or parts[-1][0] is not form:
                parts.append((form, []))
            parts[-1][1].append(key)
        if parts:
            groups.append(Group(pick(page.title, language), parts))
    return groups


def _labels(found: Offered, language: str) -> list[str]:
    """Also of what was typed while they were open, when that time is over."""
    fields = found.compiled.fields
    return [pick(fields[key].label, language) or key for key in found.masked]
