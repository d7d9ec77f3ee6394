"""Publish definitions: what changed in a city's folder, or one service written in the CMS; each whole or not at all.

A key is owned by one source. A service that was last published from the CMS is not overwritten by its file: it is
reported with what differs, and everything else is published. The file owns it again once both say the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.services import sync_organisation
from casetypes.audit import services as audit
from casetypes.definitions import diff, revision
from casetypes.definitions.checking import (
    breaks_with,
    check_text,
    file_of,
    live_texts,
    says_the_same,
)
from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import CityBundle, Loaded, load_city, load_text
from casetypes.definitions.loader.validation import dotted
from casetypes.definitions.models import CaseType, CaseTypeVersion, ConfigurationFile
from casetypes.definitions.problems import Problem
from casetypes.definitions.schema.service import Service
from casetypes.kernel.errors import Conflict, DomainError, Refused
from casetypes.kernel.extension_points import calendars_changed
from casetypes.kernel.hashing import sha256_hex

PUBLICATION_LOCK = 0x4147_4446  # one publication at a time
SHOWN_DIFFERENCES = 8


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


@dataclass(frozen=True)
class KeptInCms:
    """A service whose live version was made in the CMS and whose file says something else: nothing was done."""

    key: str
    differences: tuple[str, ...]

    def __str__(self) -> str:
        shown = ", ".join(self.differences[:SHOWN_DIFFERENCES])
        more = len(self.differences) - SHOWN_DIFFERENCES
        text = _("The service %(key)s is kept in the CMS and its file differs: %(places)s.") % {
            "key": self.key,
            "places": f"{shown} (+{more})" if more > 0 else shown,
        }
        return f"{text} {_('Download it from the admin and put it in the folder.')}"


@dataclass
class PublishReport:
    """`refused`: services that stay as the CMS has them."""

    published: list[Published] = field(default_factory=list)
    refused: list[KeptInCms] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[Problem] = field(default_factory=list)


def publish_city(folder: Path, actor_label: str, only: Collection[str] | None = None) -> PublishReport:
    """Publish what changed in a city's folder. `only` names the services to publish (None: all).

    `actor_label` goes into the audit log: "user:12/steward", "system", never a name. Services kept in the CMS are in
    the report's `refused`. Raises DefinitionRefused with every problem, FileNotFoundError.
    """
    bundle = load_city(folder)
    problems = lint_city(_with_services_of_the_cms(bundle))
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


def publish_service(
    text: str, *, key: str, actor: Actor, authors: Collection[int], replaces: int | None
) -> Published:
    """Make a text of the CMS the live version of a service.

    `authors` are the users who wrote any of it: none of them may publish it. `replaces` is the number of the live
    version that the text was compared with (None: the service is new). Raises NotAllowed, Conflict when another
    version went live meanwhile, DefinitionRefused with every problem found in the city as it is now, Refused when
    nothing would change.
    """
    policies.require(actor, "definition.publish", authors)
    try:
        with transaction.atomic():
            _take_turn()
            revision.forget()
            case_type = CaseType.objects.select_related("live").filter(key=key).first()
            live = case_type.live if case_type else None
            _refuse_another_base(live, replaces)
            checked = check_text(text, key=key)
            if checked.errors:
                raise DefinitionRefused(checked.errors)
            if live is not None and says_the_same(live, checked.loaded):
                raise Refused(reasons=[_("The live version already says exactly this.")])
            published = _new_version(checked.loaded, actor.label(), source="cms")
            revision.renew()
    except BaseException:
        revision.forget()
        raise
    return published


def _refuse_another_base(live: CaseTypeVersion | None, replaces: int | None) -> None:
    number = live.number if live else None
    if number != replaces:
        raise Conflict(
            _(
                "Version %(number)s went live while this text was being written. Compare it with that version first."
            )
            % {"number": number or 0},
            extra={"live": number, "replaces": replaces},
        )


def _with_services_of_the_cms(bundle: CityBundle) -> CityBundle:
    """The folder as it will be live: services kept in the CMS stand in for their files, and are checked too."""
    kept = {
        key: load_text(version.source, file_of(key), bundle.fragments)
        for key, version in live_texts("cms").items()
    }
    return replace(bundle, services={**bundle.services, **kept}) if kept else bundle


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])


@dataclass
class _Publication:
    bundle: CityBundle
    actor_label: str
    report: PublishReport

    def publish(self, only: Collection[str] | None) -> None:
        chosen = [one for key, one in self.bundle.services.items() if only is None or key in only]
        services = self._owned_by_files(chosen)
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
        published = Published(kind, key, row.number, change)
        _record(published, digest, self.actor_label)
        self.report.published.append(published)
        return True

    def _sync_organisation(self) -> None:
        sync_organisation(_model(self.bundle.desks), _model(self.bundle.city).departments)

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
            places = (dotted(change.path) for change in diff.changes(live.document, loaded.data))
            self.report.refused.append(KeptInCms(loaded.key, tuple(places)))
        return [loaded for loaded in services if loaded.key not in kept]

    def _publish_service(self, loaded: Loaded) -> None:
        digest = sha256_hex(loaded.canonical.encode())
        case_type = CaseType.objects.select_related("live").filter(key=loaded.key).first()
        live = case_type.live if case_type else None
        if live is not None and live.sha256 == digest:
            self.report.unchanged += 1
            return
        self.report.published.append(_new_version(loaded, self.actor_label, source="file"))

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
        if problems:
            raise DefinitionRefused(sorted(problems))


def _model(loaded: Loaded | None) -> Any:
    """The model of a file that linted clean."""
    if loaded is None or loaded.model is None:
        raise ValueError("only files without problems are published")
    return loaded.model


def _new_version(loaded: Loaded, actor_label: str, *, source: str) -> Published:
    """Write and record the next version of a service, and make it live."""
    spec: Service = _model(loaded)
    case_type, _created = CaseType.objects.select_related("live").get_or_create(key=loaded.key)
    live, newest = case_type.live, case_type.versions.order_by("-number").first()
    version = CaseTypeVersion.objects.create(
        case_type=case_type, number=newest.number + 1 if newest else 1, source=loaded.text,
        document=loaded.data, sha256=sha256_hex(loaded.canonical.encode()), lock=dict(loaded.lock),
        change=diff.classify(live.document if live else None, loaded.data), published_by=actor_label,
    )  # fmt: skip
    case_type.live, case_type.source = version, source
    case_type.title = dict(spec.title)
    case_type.category, case_type.department = spec.category, spec.steward
    case_type.confidential = spec.confidential
    case_type.active = True
    case_type.save()
    published = Published("service", loaded.key, version.number, version.change)
    _record(published, version.sha256, actor_label)
    return published


def _record(published: Published, digest: str, actor_label: str) -> None:
    audit.record(
        action="definitions.publish",
        actor=actor_label,
        subject=f"{published.kind}:{published.key}@{published.number}",
        data={"sha256": digest, "change": published.change},
    )
