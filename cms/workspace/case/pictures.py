"""Files of a case as staff see them: before and after, what the picture itself says, and who touched it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.cases.role_names import role_name
from casetypes.definitions.compiled import CompiledService
from casetypes.evidence import addresses, findings, selectors
from casetypes.evidence.models import Attachment, CustodyEntry
from casetypes.evidence.services import PublicFile, public_file
from casetypes.kernel.text import pick

CUSTODY_WORDS = {
    "received": gettext_lazy("received"),
    "sealed": gettext_lazy("original sealed"),
    "copied": gettext_lazy("copy without metadata made"),
    "read": gettext_lazy("original opened"),
    "verified": gettext_lazy("digest verified"),
}
GOOD, UNKNOWN, ODD = "ok", "unknown", "odd"


@dataclass(frozen=True)
class Finding:
    """`result`: ok, unknown or odd."""

    result: str
    words: str


@dataclass(frozen=True)
class Custody:
    at: datetime
    words: str
    who: str


@dataclass(frozen=True)
class Picture:
    """`evidence` tells what proves the work from what the report brought; `may_open` the original, on the record."""

    id: str
    name: str
    label: str
    evidence: bool
    url: str
    thumb: str
    width: int
    height: int
    at: datetime
    taken_at: datetime | None
    by: str
    sha256: str
    findings: tuple[Finding, ...]
    custody: tuple[Custody, ...]
    may_open: bool
    public: bool


def pictures_of(case: Case, compiled: CompiledService, actor: Actor) -> list[Picture]:
    """Oldest first; three queries however many there are."""
    found = selectors.attachments(case)
    prefetch_related_objects(found, "custody", "by_user")
    labels = _labels(compiled)
    may_open = bool(policies.may(actor, "case.read_personal", case))
    return [replace(_picture(each, case, compiled, labels, actor), may_open=may_open) for each in found]


def _kept_back(attachment: Attachment, actor: Actor) -> PublicFile | None:
    """Signed addresses of the copies of a confidential case, for this person and a quarter of an hour."""
    if not attachment.public:
        return None
    shown, small = (addresses.sign(attachment, copy, actor) for copy in ("shown", "thumbnail"))
    url, thumb = (reverse("workspace_file", args=[token]) for token in (shown, small))
    return PublicFile(url, thumb, attachment.width or 0, attachment.height or 0)


def by_field(pictures: Iterable[Picture], attachments: Iterable[tuple[str, str]]) -> dict[str, list[Picture]]:
    """Pictures of the (field, id) pairs that a form's answers name."""
    known = {picture.id: picture for picture in pictures}
    found: dict[str, list[Picture]] = {}
    for key, identifier in attachments:
        if identifier in known:
            found.setdefault(key, []).append(known[identifier])
    return found


def _labels(compiled: CompiledService) -> dict[str, str]:
    """Names of every field that takes files: of the form, of inputs and of checklists."""
    spec, language = compiled.spec, get_language() or "es"
    inputs = (transition.input for transition in spec.transitions.values())
    checklists = (checklist.items for checklist in spec.checklists.values())
    return {
        key: pick(field.label, language)
        for fields in (*inputs, *checklists, compiled.fields)
        for key, field in fields.items()
    }


def _picture(
    attachment: Attachment, case: Case, compiled: CompiledService, labels: dict[str, str], actor: Actor
) -> Picture:
    file = public_file(attachment) or _kept_back(attachment, actor)
    return Picture(
        id=str(attachment.pk), name=attachment.name, label=labels.get(attachment.field) or attachment.field,
        evidence=bool(attachment.kind), url=file.url if file else "", thumb=file.thumbnail_url if file else "",
        width=file.width if file else 0, height=file.height if file else 0, at=attachment.created_at,
        taken_at=attachment.taken_at, by=_by(attachment), sha256=attachment.sha256,
        findings=tuple(_finding(each) for each in findings.compare(attachment, case)),
        custody=tuple(_custody(entry) for entry in _in_order(attachment)), may_open=False,
        public=bool(attachment.kind) or attachment.field in compiled.spec.public.show,
    )  # fmt: skip


def _by(attachment: Attachment) -> str:
    reporters = {"public": "reporter"}
    if attachment.by_user is not None:
        return str(attachment.by_user)
    return role_name(reporters.get(attachment.by_role, attachment.by_role))


def _finding(finding: findings.Finding) -> Finding:
    result = finding["result"]
    return Finding(result if result in {GOOD, UNKNOWN} else ODD, findings.in_words(finding))


def _in_order(attachment: Attachment) -> list[CustodyEntry]:
    return sorted(attachment.custody.all(), key=lambda entry: (entry.at, entry.pk))


def _custody(entry: CustodyEntry) -> Custody:
    return Custody(entry.at, str(CUSTODY_WORDS.get(entry.action, entry.action)), entry.actor)
