"""Publish what changed in a city's folder.

A key is owned by one source. A service that was last published from the CMS is not overwritten by its file: it is
reported with what differs, and everything else is published. The file owns it again once both say the same.
"""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from casetypes.access.services import sync_organisation
from casetypes.definitions import diff, revision
from casetypes.definitions.checking import breaks_with, file_of, fragment_changed, live_city, live_texts
from casetypes.definitions.differences.comparison import Side, compare
from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import CityBundle, Loaded, load_city, load_text
from casetypes.definitions.loader.bundle import OPTIONAL
from casetypes.definitions.models import CaseType, CaseTypeVersion, ConfigurationFile
from casetypes.definitions.problems import Problem
from casetypes.definitions.publishing.gates import Gate, Progress, pass_gates, quietly
from casetypes.definitions.publishing.kept_files import keep
from casetypes.definitions.publishing.lockout import nobody_locked_out
from casetypes.definitions.publishing.rehearsal import is_at_home
from casetypes.definitions.publishing.report import DefinitionRefused, KeptInCms, Published, PublishReport
from casetypes.definitions.publishing.turn import turn
from casetypes.definitions.publishing.versions import model_of, new_version, record
from casetypes.kernel.extension_points import calendars_changed
from casetypes.kernel.hashing import sha256_hex


def publish_city(
    folder: Path,
    actor_label: str,
    only: Collection[str] | None = None,
    *,
    gates: Sequence[Gate] | None = None,
    progress: Progress = quietly,
) -> PublishReport:
    """Publish what changed in a city's folder. `only` names the services to publish (None: all).

    `actor_label` goes into the audit log: "user:12/steward", "system", never a name. Services kept in the CMS are in
    the report's `refused`. New versions pass every gate that a room registered; only what needs a city without
    proving it, such as a test database, says `gates=()`. Raises DefinitionRefused with every problem,
    FileNotFoundError.
    """
    bundle = load_city(folder)
    problems = lint_city(_with_services_of_the_cms(bundle))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DefinitionRefused(errors)
    report = PublishReport(warnings=[problem for problem in problems if problem.severity == "warning"])
    with turn():
        _Publication(bundle, actor_label, report).publish(only)
        if report.published:
            revision.renew()
            pass_gates([one.key for one in report.published if one.kind == "service"], gates, progress)
    return report


def _with_services_of_the_cms(bundle: CityBundle) -> CityBundle:
    """The folder as it will be live: services kept in the CMS stand in for their files, and are checked too."""
    kept = {
        key: load_text(version.source, file_of(key), {**live_city().fragments, **bundle.fragments})
        for key, version in live_texts("cms").items()
    }
    return replace(bundle, services={**bundle.services, **kept}) if kept else bundle


def _differences(live: CaseTypeVersion, loaded: Loaded) -> tuple[str, ...]:
    """What the file says otherwise than the live version, in sentences of the active language."""
    old, new = Side(live.document, live.number), Side(loaded.data)
    language = get_language() or settings.LANGUAGE_CODE
    found = compare(loaded.key, old, new, language=language, counted=False).differences
    return tuple(sentence for each in found for sentence in each.sentences)


@dataclass
class _Publication:
    bundle: CityBundle
    actor_label: str
    report: PublishReport

    def publish(self, only: Collection[str] | None) -> None:
        chosen = [one for key, one in self.bundle.services.items() if only is None or key in only]
        services = self._owned_by_files(chosen)
        self.report.without_file = tuple(sorted(live_texts("file").keys() - self.bundle.services.keys()))
        self._refuse_what_would_break(services)
        at_home = is_at_home(self.bundle)
        changed = [loaded for loaded in self.bundle.configuration() if self._publish_file(*loaded)]
        self._retire_what_has_no_file()
        if {"city", "desks"} & {kind for kind, _key, _loaded in changed}:
            self._sync_organisation(at_home=at_home)
        for loaded in services:
            self._publish_service(loaded)
        published = {loaded.key for loaded in services}
        keep(self.bundle, without=self.bundle.services.keys() - published)
        if any(kind == "calendars" for kind, _key, _loaded in changed):
            transaction.on_commit(calendars_changed.call)

    def _publish_file(self, kind: str, key: str, loaded: Loaded) -> bool:
        digest = sha256_hex(loaded.canonical.encode())
        newest = ConfigurationFile.objects.filter(kind=kind, key=key).order_by("-number").first()
        if newest is not None and newest.live and newest.sha256 == digest:
            self.report.unchanged += 1
            return False
        ConfigurationFile.objects.filter(kind=kind, key=key, live=True).update(live=False)
        row = ConfigurationFile.objects.create(
            kind=kind, key=key, number=newest.number + 1 if newest else 1, source=loaded.text,
            document=loaded.data, sha256=digest, published_by=self.actor_label,
        )  # fmt: skip
        change = diff.classify(newest.document if newest else None, loaded.data)
        published = Published(kind, key, row.number, change)
        record(published, digest, self.actor_label)
        self.report.published.append(published)
        return True

    def _retire_what_has_no_file(self) -> None:
        """A city without such a file does without: single sign-on ends with it."""
        gone = [kind for kind in OPTIONAL if getattr(self.bundle, kind) is None]
        for row in ConfigurationFile.objects.filter(kind__in=gone, live=True):
            ConfigurationFile.objects.filter(pk=row.pk).update(live=False)
            retired = Published(row.kind, row.key, row.number, "removal")
            record(retired, row.sha256, self.actor_label)
            self.report.published.append(retired)

    def _sync_organisation(self, *, at_home: bool) -> None:
        """Another city than the one that was live has other people, or nobody yet."""
        with nobody_locked_out(self.bundle) if at_home else nullcontext():
            sync_organisation(model_of(self.bundle.desks), model_of(self.bundle.city).departments)

    def _owned_by_files(self, services: list[Loaded]) -> list[Loaded]:
        """Without those that the CMS owns; one whose file says the same as the live version is given back to files."""
        kept = live_texts("cms")
        for loaded in services:
            live = kept.get(loaded.key)
            if live is None:
                continue
            if live.sha256 == sha256_hex(loaded.canonical.encode()):
                CaseType.objects.filter(key=loaded.key).update(source="file")
                del kept[loaded.key]
                continue
            self.report.refused.append(KeptInCms(loaded.key, _differences(live, loaded)))
        return [loaded for loaded in services if loaded.key not in kept]

    def _publish_service(self, loaded: Loaded) -> None:
        digest = sha256_hex(loaded.canonical.encode())
        case_type = CaseType.objects.select_related("live").filter(key=loaded.key).first()
        live = case_type.live if case_type else None
        if live is not None and live.sha256 == digest:
            self.report.unchanged += 1
            return
        self.report.published.append(new_version(loaded, self.actor_label, source="file"))

    def _refuse_what_would_break(self, services: list[Loaded]) -> None:
        live = {
            case_type.key: case_type
            for case_type in CaseType.objects.select_related("live").filter(live__isnull=False)
        }
        problems: list[Problem] = []
        for loaded in services:
            case_type = live.get(loaded.key)
            if case_type is None or case_type.live is None:
                continue
            problems += breaks_with(case_type.live, loaded)
        problems += fragment_changed(self.bundle.fragments)
        if problems:
            raise DefinitionRefused(sorted(problems))
