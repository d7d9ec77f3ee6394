"""What is published now. Everything is kept per process and read again when another process publishes.

A publication changes one stamp in the database. It is read at most once per transaction and once per request, so
that a piece of work sees one state of the definitions; everything else is served from memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from casetypes.definitions import lineage
from casetypes.definitions.compiled import CompiledService, compile_service
from casetypes.definitions.loader.loaded import canonical
from casetypes.definitions.models import CaseType, CaseTypeVersion, ConfigurationFile
from casetypes.definitions.revision import NEVER, current_stamp, stamp_at_hand
from casetypes.definitions.schema.city import Calendars as CalendarsFile
from casetypes.definitions.schema.city import City, Desks, Messages, MessageTemplate, SurveySpec
from casetypes.definitions.schema.imports import Import
from casetypes.definitions.schema.sign_on import SignOn
from casetypes.kernel.business_time import Calendar
from casetypes.kernel.errors import NotFound
from casetypes.kernel.text import closest

T = TypeVar("T")
KEPT_VERSIONS = 2000
KEPT_SNAPSHOTS = 4


@dataclass(frozen=True)
class LiveService:
    key: str
    version_id: int
    compiled: CompiledService


class _Snapshot:
    """Everything published under one stamp; models are built when first asked for."""

    def __init__(self) -> None:
        rows = ConfigurationFile.objects.filter(live=True).values_list("kind", "key", "document")
        self.files: dict[tuple[str, str], Any] = {(kind, key): document for kind, key, document in rows}
        rows_live = CaseType.objects.filter(live__isnull=False).select_related("live").order_by("key")
        known = [(case_type, case_type.live) for case_type in rows_live if case_type.live is not None]
        self.versions: dict[str, CaseTypeVersion] = {
            case_type.key: version for case_type, version in known if case_type.active
        }
        self.secret = [version for case_type, version in known if case_type.confidential]

    @cached_property
    def city(self) -> City:
        return City.model_validate_json(self._only("city"))

    @cached_property
    def desks(self) -> Desks:
        return Desks.model_validate_json(self._only("desks"))

    @cached_property
    def messages(self) -> Messages:
        return Messages.model_validate_json(self._only("messages"))

    @cached_property
    def sign_on(self) -> SignOn | None:
        document = self.files.get(("sign_on", "sign_on"))
        return None if document is None else SignOn.model_validate_json(canonical(document))

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        return calendars_of(CalendarsFile.model_validate_json(self._only("calendars")), self.city.time_zone)

    @cached_property
    def services(self) -> list[LiveService]:
        return [LiveService(key, version.pk, _of_version(version)) for key, version in self.versions.items()]

    @cached_property
    def first(self) -> dict[str, int]:
        """The first version of each service ever published."""
        return dict(CaseTypeVersion.objects.filter(number=1).values_list("case_type_id", "pk"))

    @cached_property
    def texts_of(self) -> dict[int, int]:
        """Version → the version whose texts it shows, where that is another one (see `lineage`)."""
        return lineage.texts_of()

    @cached_property
    def confidential(self) -> dict[str, CompiledService]:
        return {version.case_type_id: _of_version(version) for version in self.secret}

    def _only(self, kind: str) -> str:
        for (found, _key), document in self.files.items():
            if found == kind:
                return canonical(document)
        raise NotFound(_('No city is loaded yet. Load one with "manage.py definitions publish".'))


_snapshots: dict[str, _Snapshot] = {}
_compiled: dict[tuple[int, int], CompiledService] = {}  # by version and by the version whose texts it shows


def compiled(version_id: int) -> CompiledService:
    """A version, ready to run, with the texts of the newest version that only reworded it. Raises NotFound.

    Kept for ever: a version never changes, and its rules do not depend on whose texts it shows.
    """
    shown = _texts_of(version_id)
    found = _compiled.get((version_id, shown))
    if found is not None:
        return found
    versions = {one.pk: one for one in CaseTypeVersion.objects.filter(pk__in={version_id, shown})}
    if version_id not in versions:
        raise NotFound(_("There is no version %(number)s of any service.") % {"number": version_id})
    return _of_version(versions[version_id], versions[shown])


def _texts_of(version_id: int) -> int:
    stamp = stamp_at_hand()
    if stamp is None or stamp == NEVER:
        return version_id
    return _of_stamp(stamp).texts_of.get(version_id, version_id)


def is_live() -> bool:
    """Whether any service was published here yet."""
    return CaseType.objects.filter(live__isnull=False).exists()


def live(key: str) -> CaseTypeVersion:
    """The live version of a service; raises NotFound with the nearest key as `extra["suggestion"]`."""
    return _found(_snapshot().versions, key, _("There is no service called %(key)s."))


def live_service(key: str) -> LiveService:
    """The live version of a service, compiled; raises NotFound."""
    version = live(key)
    return LiveService(key, version.pk, _of_version(version))


def by_age() -> list[LiveService]:
    """Every service that is offered, the one that was published first of all first."""
    return sorted(_snapshot().services, key=lambda service: _snapshot().first[service.key])


def open_service(key: str) -> LiveService:
    """A live service that is not confidential: what partners and machines may use. Raises NotFound."""
    found = live_service(key)
    if found.compiled.spec.confidential or not found.compiled.spec.for_everyone:
        raise NotFound(_("There is no service called %(key)s.") % {"key": key})
    return found


def live_services() -> list[LiveService]:
    """Every service that is offered, by key."""
    return list(_snapshot().services)


def catalogue_services() -> list[LiveService]:
    """Those that anybody may ask for, by key: without what only the city itself opens."""
    return [each for each in live_services() if each.compiled.spec.for_everyone]


def confidential_services() -> Mapping[str, CompiledService]:
    """Every confidential service by key, in its live version; those that are no longer offered too."""
    return _snapshot().confidential


def city() -> City:
    """city.yaml as published; raises NotFound before a city is loaded."""
    return _snapshot().city


def desks_spec() -> Desks:
    """desks.yaml as published; the rows that people belong to are in `access.models`."""
    return _snapshot().desks


def sign_on() -> SignOn | None:
    """sign_on.yaml as published; None in a city whose staff sign in with passwords only."""
    return _snapshot().sign_on


def calendar(key: str) -> Calendar:
    """A business calendar, live: an amended one counts at once. Raises NotFound."""
    return _found(_snapshot().calendars, key, _("There is no calendar called %(key)s."))


def calendars_of(file: CalendarsFile, time_zone: str) -> dict[str, Calendar]:
    """The calendars of a file by key, ready to reckon with."""
    return {
        key: Calendar.parse(
            spec.hours,
            [closed.model_dump(by_alias=True, exclude_none=True) for closed in spec.closed],
            time_zone,
        )
        for key, spec in file.calendars.items()
    }


def calendar_keys() -> frozenset[str]:
    """Of the business calendars that are published."""
    return frozenset(_snapshot().calendars)


def message(key: str) -> MessageTemplate:
    """Raises NotFound."""
    return _found(_snapshot().messages.messages, key, _("There is no message called %(key)s."))


def survey(key: str) -> SurveySpec:
    """Raises NotFound."""
    return _found(_snapshot().messages.surveys, key, _("There is no survey called %(key)s."))


def import_mapping(key: str) -> Import:
    """A mapping by the name of its file without `.yaml`; raises NotFound."""
    mappings = {name: document for (kind, name), document in _snapshot().files.items() if kind == "import"}
    return Import.model_validate_json(
        canonical(_found(mappings, key, _("There is no import called %(key)s.")))
    )


def _snapshot() -> _Snapshot:
    return _of_stamp(current_stamp())


def _of_stamp(stamp: str) -> _Snapshot:
    found = _snapshots.get(stamp)
    if found is None:
        found = _snapshots[stamp] = _Snapshot()
        for old in list(_snapshots)[:-KEPT_SNAPSHOTS]:
            _snapshots.pop(old, None)
    return found


def _of_version(version: CaseTypeVersion, shown: CaseTypeVersion | None = None) -> CompiledService:
    """`shown`: the version whose texts count; it differs from `version` in texts only, so its document is taken."""
    source = shown or version
    found = _compiled.get((version.pk, source.pk))
    if found is None:
        found = compile_service(source.document, version.pk, version.number)
        _compiled[version.pk, source.pk] = found
        for old in list(_compiled)[:-KEPT_VERSIONS]:
            _compiled.pop(old, None)
    return found


def _found(values: Mapping[str, T], key: str, message: str) -> T:
    try:
        return values[key]
    except KeyError:
        raise NotFound(message % {"key": key}, extra={"suggestion": closest(key, values)}) from None
