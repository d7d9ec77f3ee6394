"""What a confidential service tells would reach somebody else: public answers, maps, figures, copies of files,
suggestions of duplicates, other desks or other cases."""

from collections.abc import Iterator
from typing import Any

from casetypes.definitions.linter.effects import effect_calls
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.fields import FieldOptions

RULE = "confidential-leak"
TITLE = phrase("Something confidential would get out")
WHY = phrase(
    "What is confidential would reach a map, figures, public copies, suggestions, another desk or "
    "another case."
)
MEND = phrase("Take away what would tell, and add personal: true to words and files.")
GOOD = "{confidential: true, readers: [control_desk], public: {show: [], map: hidden}}"
BAD = "{confidential: true, readers: [control_desk], public: {show: [], map: ▸zone}, ▸metrics: [sla]}"

WORDS = frozenset({"text", "long_text", "group", "asset"})
FILES = frozenset({"photo", "video", "audio", "document", "signature"})
ELSEWHERE = {
    "refer": phrase('the effect "refer" hands the case to a desk that does not read it'),
    "child_case": phrase('the effect "child_case" opens a case that points to this one'),
    "survey": phrase('the effect "survey" asks for answers that are published'),
    "publish": phrase('the effect "publish" publishes the case'),
    "webhook": phrase('the effect "webhook" tells another system'),
}


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    if not service.spec.confidential:
        yield from _opened_from_here(service)
        return
    yield from _published(service)
    yield from _sent_elsewhere(service)
    yield from _kept_open(service)


def _published(service: ServiceUnderLint) -> Iterator[Problem]:
    spec = service.spec
    if spec.public.map != "hidden":
        hint = phrase("Write public: {map: hidden}.")
        yield service.problem(RULE, ("public", "map"), phrase("a confidential case would be on a map"), hint)
    told = (
        (
            bool(spec.public.show),
            ("public", "show"),
            phrase("answers of a confidential case would be public"),
        ),
        (bool(spec.metrics), ("metrics",), phrase("figures would count confidential cases")),
        (
            bool(spec.targets),
            ("targets",),
            phrase("targets would be published beside figures that must not exist"),
        ),
        (
            spec.duplicates is not None,
            ("duplicates",),
            phrase("a confidential case would be suggested to others"),
        ),
        (spec.sample is not None, ("sample",), phrase("a sample would show confidential cases to others")),
    )
    for wrong, path, message in told:
        if wrong:
            yield service.problem(RULE, path, message, phrase("Take it away."), at_key=True)


def _sent_elsewhere(service: ServiceUnderLint) -> Iterator[Problem]:
    for path, call in effect_calls(service.spec):
        if call.name in ELSEWHERE:
            hint = phrase("Take it out: only its readers know of a case.")
            yield service.problem(RULE, path, ELSEWHERE[call.name], hint)


def _kept_open(service: ServiceUnderLint) -> Iterator[Problem]:
    """Words of the reporter and every file are sealed: a file that is not gets a copy that is served to anybody
    who has its address."""
    for path, key, options, kinds in _asked(service):
        if options.type in kinds and not options.is_personal:
            message = phrase('"%(key)s" of a confidential service would not be sealed', key=key)
            yield service.problem(RULE, path, message, phrase("Add personal: true."), at_key=True)


def _asked(
    service: ServiceUnderLint,
) -> Iterator[tuple[DataPath, str, FieldOptions, frozenset[str]]]:
    spec = service.spec
    for name, page in spec.form.items():
        for key, options in page.fields.items():
            yield ("form", name, "fields", key), key, options, WORDS | FILES
    for name, transition in spec.transitions.items():
        for key, options in transition.input.items():
            yield ("transitions", name, "input", key), key, options, FILES
    for name, checklist in spec.checklists.items():
        for key, options in checklist.items.items():
            yield ("checklists", name, "items", key), key, options, FILES


def _opened_from_here(service: ServiceUnderLint) -> Iterator[Problem]:
    for path, call in effect_calls(service.spec):
        key: Any = getattr(call.args, "service", None) if call.name == "child_case" else None
        other = service.city.services.get(key) if isinstance(key, str) else None
        if other is not None and other.data.get("confidential") is True:
            message = phrase('the case would show that it led to the confidential service "%(key)s"', key=key)
            hint = phrase("Let people report it there themselves.")
            yield service.problem(RULE, path, message, hint)
