"""Write the next version of a service, make it live and record it."""

from typing import Any

from casetypes.audit import services as audit
from casetypes.definitions import diff
from casetypes.definitions.differences.impact import basis_of
from casetypes.definitions.loader import Loaded
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.definitions.publishing.report import Published
from casetypes.definitions.schema.service import Service
from casetypes.kernel.hashing import sha256_hex


def model_of(loaded: Loaded | None) -> Any:
    """The model of a file that linted clean."""
    if loaded is None or loaded.model is None:
        raise ValueError("only files without problems are published")
    return loaded.model


def new_version(loaded: Loaded, actor_label: str, *, source: str) -> Published:
    """Write and record the next version of a service, and make it live."""
    spec: Service = model_of(loaded)
    case_type, _created = CaseType.objects.select_related("live").get_or_create(key=loaded.key)
    live, newest = case_type.live, case_type.versions.order_by("-number").first()
    version = CaseTypeVersion.objects.create(
        case_type=case_type, number=newest.number + 1 if newest else 1, source=loaded.text,
        document=loaded.data, sha256=sha256_hex(loaded.canonical.encode()), lock=dict(loaded.lock),
        change=_change(live, loaded), published_by=actor_label,
    )  # fmt: skip
    case_type.live, case_type.source = version, source
    case_type.title = dict(spec.title)
    case_type.category, case_type.department = spec.category, spec.steward
    case_type.confidential = spec.confidential
    case_type.active = True
    case_type.save()
    renamed = live is not None and diff.only_renames(live.document, loaded.data, live.number)
    published = Published("service", loaded.key, version.number, version.change, renamed)
    record(published, version.sha256, actor_label, basis_of(loaded.data))
    return published


def _change(live: CaseTypeVersion | None, loaded: Loaded) -> str:
    """What the new version is to the live one."""
    return diff.classify(live.document, loaded.data, live.number) if live else "first"


def record(published: Published, digest: str, actor_label: str, basis: str = "") -> None:
    """`basis`: the legal basis that a version of a service records."""
    recorded = {"basis": basis} if basis else {}
    audit.record(
        action="definitions.publish",
        actor=actor_label,
        subject=f"{published.kind}:{published.key}@{published.number}",
        data={"sha256": digest, "change": published.change, **recorded},
    )
