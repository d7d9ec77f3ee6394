"""Publish definitions: everything of a city's folder that changed, in one transaction, or nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access.services import sync_organisation
from casetypes.audit import services as audit
from casetypes.definitions import diff, revision
from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import CityBundle, Loaded, load_city
from casetypes.definitions.models import CaseType, CaseTypeVersion, ConfigurationFile
from casetypes.definitions.problems import Problem
from casetypes.definitions.schema.service import Service
from casetypes.kernel.errors import Conflict, DomainError
from casetypes.kernel.extension_points import calendars_changed
from casetypes.kernel.hashing import sha256_hex

PUBLICATION_LOCK = 0x4147_4446  # one publication at a time


class DefinitionRefused(DomainError):
    """It has problems, so nothing was published; `problems` are all of them, with their places."""

    code = "definition-refused"
    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        message = gettext_lazy("The definitions have problems, so nothing was published.")
        super().__init__(message, extra={"problems": [problem.as_json() for problem in self.problems]})


@dataclass(frozen=True)
class Published:
    """One file that got a new version. `change`: first, text, addition, rule or removal."""

    kind: str
    key: str
    number: int
    change: str


@dataclass
class PublishReport:
    published: list[Published] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[Problem] = field(default_factory=list)


def publish_city(folder: Path, actor_label: str, only: Collection[str] | None = None) -> PublishReport:
    """Publish what changed in a city's folder. `only` names the services to publish (None: all).

    `actor_label` goes into the audit log: "user:12/steward", "system", never a name. Raises DefinitionRefused with
    every problem, Conflict when a service's live version was made in the CMS, FileNotFoundError.
    """
    bundle = load_city(folder)
    problems = lint_city(bundle)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DefinitionRefused(errors)
    report = PublishReport(warnings=[problem for problem in problems if problem.severity == "warning"])
    try:
        with transaction.atomic():
            _take_turn()
            _Publication(bundle, actor_label, report).publish(only)
            if report.published:
                revision.renew()
    except BaseException:
        revision.forget()
        raise
    return report


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])


@dataclass
class _Publication:
    bundle: CityBundle
    actor_label: str
    report: PublishReport

    def publish(self, only: Collection[str] | None) -> None:
        services = [one for key, one in self.bundle.services.items() if only is None or key in only]
        self._refuse_what_would_break(services)
        changed = [loaded for loaded in self._configuration() if self._publish_file(*loaded)]
        if {"city", "desks"} & {kind for kind, _key, _loaded in changed}:
            self._sync_organisation()
        for loaded in services:
            self._publish_service(loaded)
        if any(kind == "calendars" for kind, _key, _loaded in changed):
            transaction.on_commit(calendars_changed.call)

    def _configuration(self) -> list[tuple[str, str, Loaded]]:
        """Kind, key and file of everything that is no service."""
        bundle = self.bundle
        singles = [bundle.city, bundle.desks, bundle.calendars, bundle.messages]
        return [
            *((one.kind, one.kind, one) for one in singles if one is not None),
            *(("fragment", key, one) for key, one in bundle.fragments.items()),
            *(("import", key, one) for key, one in bundle.imports.items()),
        ]

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
        self._record(Published(kind, key, row.number, change), digest)
        return True

    def _sync_organisation(self) -> None:
        sync_organisation(_model(self.bundle.desks), _model(self.bundle.city).departments)

    def _publish_service(self, loaded: Loaded) -> None:
        digest = sha256_hex(loaded.canonical.encode())
        case_type = CaseType.objects.select_related("live").filter(key=loaded.key).first()
        live = case_type.live if case_type else None
        if live is not None and live.sha256 == digest:
            self.report.unchanged += 1
            return
        case_type = case_type or CaseType.objects.create(key=loaded.key)
        newest = case_type.versions.order_by("-number").first()
        change = diff.classify(live.document if live else None, loaded.data)
        version = CaseTypeVersion.objects.create(
            case_type=case_type, number=newest.number + 1 if newest else 1, source=loaded.text,
            document=loaded.data, sha256=digest, lock=dict(loaded.lock), change=change,
            published_by=self.actor_label,
        )  # fmt: skip
        _make_live(case_type, version, loaded)
        self._record(Published("service", loaded.key, version.number, change), digest)

    def _record(self, published: Published, digest: str) -> None:
        self.report.published.append(published)
        audit.record(
            action="definitions.publish",
            actor=self.actor_label,
            subject=f"{published.kind}:{published.key}@{published.number}",
            data={"sha256": digest, "change": published.change},
        )

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
            _refuse_two_truths(case_type, loaded)
            problems += removed_without_migration(case_type.live, loaded)
        if problems:
            raise DefinitionRefused(sorted(problems))


def _model(loaded: Loaded | None) -> Any:
    """The model of a file that linted clean."""
    if loaded is None or loaded.model is None:
        raise ValueError("only files without problems are published")
    return loaded.model


def _make_live(case_type: CaseType, version: CaseTypeVersion, loaded: Loaded) -> None:
    spec: Service = _model(loaded)
    case_type.live = version
    case_type.title = dict(spec.title)
    case_type.category, case_type.department = spec.category, spec.steward
    case_type.confidential = spec.confidential
    case_type.active = True
    case_type.save()


def _refuse_two_truths(case_type: CaseType, loaded: Loaded) -> None:
    """A key is owned by one source; a file does not overwrite what was made in the CMS."""
    live = case_type.live
    if case_type.source == "file" or live is None or live.sha256 == sha256_hex(loaded.canonical.encode()):
        return
    places = [".".join(map(str, change.path)) for change in diff.changes(live.document, loaded.data)]
    raise Conflict(
        _("The service %(key)s is kept in the CMS, and the file differs from it. Export it first.")
        % {"key": loaded.key},
        extra={"service": loaded.key, "differences": places},
    )


def removed_without_migration(live: CaseTypeVersion, loaded: Loaded) -> list[Problem]:
    """States and fields that running cases may hold and the new version takes away without saying where to."""
    rules = loaded.data.get("migrate", {}).get(f"from {live.number}", {})
    gone = diff.removed(live.document, loaded.data)
    mark = loaded.marks.key(("migrate",))
    return [
        Problem(
            mark.file, mark.line, mark.column, "removed-without-migration",
            f'the {section[:-1]} "{key}" of version {live.number} is gone',
            f'Say where its cases go: migrate: {{"from {live.number}": {{{section}: {{{key}: …}}}}}}.',
        )
        for section in ("states", "fields")
        for key in sorted(gone[section] - set(rules.get(section, {})))
    ]  # fmt: skip
