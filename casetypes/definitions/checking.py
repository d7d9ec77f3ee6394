"""Check one text as the next version of a service, in the city as it is published now.

The rest of the city is parsed once per publication and kept: checking a text costs the parsing of that text alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from casetypes.definitions import diff
from casetypes.definitions.linter import lint_file
from casetypes.definitions.loader import CityBundle, Loaded, SourceMap, load_text
from casetypes.definitions.loader.bundle import OPTIONAL, SINGLE, without_echoes
from casetypes.definitions.models import CaseType, CaseTypeVersion, ConfigurationFile
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.revision import current_stamp
from casetypes.kernel.hashing import sha256_hex

_kept: dict[str, CityBundle] = {}


@dataclass(frozen=True)
class Checked:
    """A text as it was understood, and everything that is wrong with it, by file and line."""

    loaded: Loaded
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "warning"]


def file_of(key: str) -> str:
    """How problems name the text of a service."""
    return f"services/{key}.yaml"


def check_text(text: str, *, key: str) -> Checked:
    """Everything wrong with `text` as the service `key`, its imports included. Never raises for what is in it."""
    city = live_city()
    loaded = load_text(text, file_of(key), fragments=city.fragments)
    changed = replace(city, services={**city.services, key: loaded})
    problems = [
        *lint_file(loaded, changed),
        *_another_file(loaded, key),
        *_broken_imports(city, changed),
        *_removed(loaded, key),
    ]
    return Checked(loaded, tuple(without_echoes(problems)))


def live_city() -> CityBundle:
    """What is published, as the linter wants it. Services are there with their data, for others to refer to."""
    stamp = current_stamp()
    if stamp not in _kept:
        bundle = _read()
        _kept.clear()
        _kept[stamp] = bundle
    return _kept[stamp]


def live_texts(source: str) -> dict[str, CaseTypeVersion]:
    """Live versions by key of the services that `source` ("file" or "cms") owns."""
    owned = CaseType.objects.filter(live__isnull=False, source=source).select_related("live")
    return {one.key: one.live for one in owned if one.live is not None}


def says_the_same(live: CaseTypeVersion, loaded: Loaded) -> bool:
    """To the letter, comments included, and with the fragments as they are now."""
    return live.source == loaded.text and live.sha256 == sha256_hex(loaded.canonical.encode())


def breaks_with(live: CaseTypeVersion, loaded: Loaded) -> list[Problem]:
    """What a new version of a service may not do to the cases of the live one."""
    return [*removed_without_migration(live, loaded), *confidential_changed(live, loaded)]


def confidential_changed(live: CaseTypeVersion, loaded: Loaded) -> list[Problem]:
    """Who reported was promised one thing: neither may it be taken back, nor come after others read the cases."""
    was, is_now = (bool(each.get("confidential")) for each in (live.document, loaded.data))
    if was == is_now:
        return []
    mark = loaded.marks.key(("confidential",))
    said = phrase("confidential") if was else phrase("not confidential")
    hint = phrase("Begin another service with a key of its own.")
    message = phrase("version %(number)s is %(said)s, and its cases stay so", number=live.number, said=said)
    return [Problem(mark.file, mark.line, mark.column, "confidential-changed", message, hint)]


def removed_without_migration(live: CaseTypeVersion, loaded: Loaded) -> list[Problem]:
    """States and fields that running cases may hold and the new version takes away without saying where to."""
    rules = loaded.data.get("migrate", {}).get(f"from {live.number}", {})
    gone = diff.removed(live.document, loaded.data)
    return [
        _gone(loaded, live.number, section, key)
        for section in ("states", "fields")
        for key in sorted(gone[section] - set(rules.get(section, {})))
    ]


def fragment_changed(fragments: Mapping[str, Loaded]) -> list[Problem]:
    """Fragments that say something else under a version that was published: services have pinned it."""
    rows = ConfigurationFile.objects.filter(kind="fragment", live=True, key__in=fragments)
    published = dict(rows.values_list("key", "sha256"))
    return [
        _changed_fragment(loaded)
        for key, loaded in fragments.items()
        if key in published and published[key] != sha256_hex(loaded.canonical.encode())
    ]


def _changed_fragment(loaded: Loaded) -> Problem:
    version = loaded.data.get("version")
    message = phrase(
        'version %(version)s of the fragment "%(key)s" is published and cannot change',
        version=version,
        key=loaded.data.get("key"),
    )
    hint = phrase(
        "Write version: %(next)s, and keep a copy of the old file while services use it; they take the new version "
        "when their pin names it.",
        next=version + 1 if isinstance(version, int) else "…",
    )
    mark = loaded.marks.value(("version",))
    return Problem(mark.file, mark.line, mark.column, "fragment-changed", message, hint)


def _gone(loaded: Loaded, number: int, section: str, key: str) -> Problem:
    what = (
        phrase('the state "%(key)s"', key=key)
        if section == "states"
        else phrase('the field "%(key)s"', key=key)
    )
    message = phrase("%(what)s of version %(number)s is gone", what=what, number=number)
    hint = phrase(
        'Say where its cases go: migrate: {"from %(number)s": {%(section)s: {%(key)s: …}}}.',
        number=number,
        section=section,
        key=key,
    )
    section_of = "form" if section == "fields" else section
    mark = loaded.marks.key(("migrate",) if "migrate" in loaded.data else (section_of,))
    return Problem(mark.file, mark.line, mark.column, "removed-without-migration", message, hint)


def _read() -> CityBundle:
    files: dict[str, dict[str, Loaded]] = {kind: {} for kind in (*SINGLE, *OPTIONAL, "fragment", "import")}
    for row in ConfigurationFile.objects.filter(live=True).order_by("key"):
        files[row.kind][row.key] = load_text(row.source, _name(row), fragments={})
    services = {
        case_type.key: Loaded(
            file_of(case_type.key), "service", case_type.live.source, case_type.live.document,
            SourceMap(file_of(case_type.key)),
        )
        for case_type in CaseType.objects.filter(live__isnull=False).select_related("live")
        if case_type.live is not None
    }  # fmt: skip
    city, desks, calendars, messages, sign_on = (
        next(iter(files[kind].values()), None) for kind in (*SINGLE, *OPTIONAL)
    )
    return CityBundle(
        Path(), city, desks, calendars, messages, files["fragment"], services, files["import"], sign_on
    )


def _name(row: ConfigurationFile) -> str:
    if row.kind in (*SINGLE, *OPTIONAL):
        return f"{row.kind}.yaml"
    return f"{row.kind}s/{row.key.partition('@')[0]}.yaml"


def _another_file(loaded: Loaded, key: str) -> Iterator[Problem]:
    """It has to stay a service, and the same one: cases, addresses and queues go by its key."""
    if loaded.kind not in ("", "service"):
        message = phrase('a file of kind "%(kind)s" stands where a service belongs', kind=loaded.kind)
        yield _at(loaded, "kind", "wrong-type", message, phrase("Write kind: service."))
    elif isinstance(found := loaded.data.get("key"), str) and found != key:
        message = phrase('this is the service "%(key)s", and its text says "%(found)s"', key=key, found=found)
        yield _at(
            loaded,
            "key",
            "bad-key",
            message,
            phrase("Write key: %(key)s, or start a new service as a copy.", key=key),
        )


def _at(loaded: Loaded, key: str, rule: str, message: str, hint: str) -> Problem:
    mark = loaded.marks.value((key,))
    return Problem(mark.file, mark.line, mark.column, rule, message, hint)


def _broken_imports(city: CityBundle, changed: CityBundle) -> Iterator[Problem]:
    """What an import mapping can no longer do with the changed service; its older problems are not of this text."""
    for mapping in city.imports.values():
        before = lint_file(mapping, city)
        yield from (problem for problem in lint_file(mapping, changed) if problem not in before)


def _removed(loaded: Loaded, key: str) -> list[Problem]:
    case_type = CaseType.objects.filter(key=key).select_related("live").first()
    if loaded.model is None or case_type is None or case_type.live is None:
        return []
    return breaks_with(case_type.live, loaded)
