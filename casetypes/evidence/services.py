"""Writing evidence: receive a file, let a case adopt a draft's files, read an original on the record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casetypes.access.actors import Actor
from casetypes.access.policies import require
from casetypes.audit import services as audit
from casetypes.cases.confidentiality import is_confidential
from casetypes.cases.models import Case
from casetypes.cases.personal_data import readings
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.citizens.keys import master
from casetypes.evidence import addresses, pictures, storage
from casetypes.evidence.inspection import Inspected, inspect
from casetypes.evidence.models import Attachment, CustodyEntry
from casetypes.forms.files import FileOptions, FileRules, too_big
from casetypes.forms.types.photo import PhotoOptions
from casetypes.kernel import clock, sealing
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.hashing import sha256_hex

PHOTO = PhotoOptions(type="photo")
ALONE = timedelta(days=2)
WITH_A_FORM = timedelta(days=31)  # a day longer than a saved form lives


@dataclass(frozen=True)
class PublicFile:
    """Addresses of the copies that carry no metadata; sizes in pixels are of `url`."""

    url: str
    thumbnail_url: str
    width: int
    height: int


def receive(  # noqa: PLR0913  (all by name; what is received, for whom, by whom)
    *,
    content: bytes | File,
    name: str,
    field: str,
    actor: Actor,
    kind: str = "",
    case: Case | None = None,
    draft: str = "",
    spec: FileOptions | None = None,
    confidential: bool = False,
) -> Attachment:
    """Take a file in: checked, sealed, copied for showing, on record; whole or not at all.

    `spec` is the definition's field (what it accepts, its evidence kind, whether it is personal: a personal file
    gets no public copy); without one the rules of a photo hold. Until a case adopts it, it belongs to `draft`, whose
    service may be `confidential`: then its copy is never public.
    Raises Invalid under `field` (no photo, too big, too many pixels) and Unavailable (disk).
    """
    options = spec or PHOTO
    data = _read(content, options.rules, field)
    found = inspect(data, options.rules, field)
    copies = _copies(found, options, field, kept=_is_kept_back(case, confidential))
    attachment = _describe(data, name, found, case)
    attachment.field, attachment.kind, attachment.draft = field, kind or options.evidence or "", draft
    attachment.by_role, attachment.by_user_id = actor.kind, actor.user_id
    with storage.Writing() as files, transaction.atomic():
        _seal(attachment, data, files)
        for copy in copies:
            files.write(storage.copy_path(copy[0]), copy[1].content)
        _point_at(attachment, copies)
        if case is not None:
            attachment.round = case.reopened + 1
        attachment.save(force_insert=True)
        _enter(attachment, actor, "received", "sealed", *(["copied"] if copies else []))
        _record(attachment, actor, "evidence.receive")
    return attachment


def _is_kept_back(case: Case | None, confidential: bool) -> bool:
    return confidential or (case is not None and is_confidential(case))


def _read(content: bytes | File, rules: FileRules, field: str) -> bytes:
    """The bytes; a file over the limit is refused by its size alone, before it is read into memory."""
    if isinstance(content, bytes):
        return content
    if content.size > rules.max_bytes:
        text = too_big(content.size, rules.max_bytes)
        raise Invalid(text, fields={field: [text]}, code="file-refused")
    content.seek(0)
    return content.read()


def _copies(
    found: Inspected, options: FileOptions, field: str, *, kept: bool
) -> list[tuple[str, pictures.Copy]]:
    """(storage name, copy) of the public copy and its thumbnail; none of what is personal or no picture."""
    if found.image is None:
        return []
    try:
        large, small = pictures.copies(found.image)
    except pictures.NoPicture as error:
        raise Invalid(error.message, fields={field: [error.message]}, code="file-refused") from error
    if options.is_personal:
        return []
    name = (storage.KEPT if kept else "") + storage.new_name(".jpg")
    return [(name, large), (Attachment.thumbnail_of(name), small)]


def _describe(data: bytes, name: str, found: Inspected, case: Case | None) -> Attachment:
    shot = found.shot
    return Attachment(
        id=uuid4(), case=case, content_type=found.content_type, name=_tidy(name), size=len(data),
        sha256=sha256_hex(data), taken_at=shot.taken_at, latitude=shot.latitude, longitude=shot.longitude,
    )  # fmt: skip


def _tidy(name: str) -> str:
    """A file name for people: no folders, no control characters, at most 200 characters."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in bare if char.isprintable())[-200:] or "file"


def _seal(attachment: Attachment, data: bytes, files: storage.Writing) -> None:
    key = sealing.new_key()
    attachment.original = storage.new_name(".sealed")
    attachment.wrapped_key = sealing.wrap(key, master())
    files.write(storage.original_path(attachment.original), sealing.seal(data, key, _context(attachment)))


def _point_at(attachment: Attachment, copies: list[tuple[str, pictures.Copy]]) -> None:
    if copies:
        name, copy = copies[0]
        attachment.public, attachment.public_sha256 = name, sha256_hex(copy.content)
        attachment.width, attachment.height = copy.width, copy.height


def adopt_draft(draft: str, case: Case, *, attachments: Collection[str]) -> int:
    """The files that the answers name become the case's.

    They were received for `draft`; without a draft their unguessable ids are the proof. Returns how many. Raises
    Invalid when one of `attachments` is not there. One query.
    """
    if not attachments:
        return 0
    wanted = set(attachments)
    adopted = Attachment.objects.filter(pk__in=wanted, draft=draft, case=None).update(case=case, draft="")
    if adopted != len(wanted):
        raise Invalid(_("A file of this report is no longer there. Add it again."), code="file-gone")
    if is_confidential(case):
        keep_back(list(Attachment.objects.filter(pk__in=wanted)))
    return adopted


def keep_back(attachments: list[Attachment]) -> None:
    """Copies of a confidential case leave the public folder: they are shown by signed addresses only."""
    for each in attachments:
        if not each.public or storage.is_kept(each.public):
            continue
        public, each.public = each.public, storage.KEPT + storage.new_name(".jpg")
        thumbnails = Attachment.thumbnail_of(public), Attachment.thumbnail_of(each.public)
        pairs = [(public, each.public), thumbnails]
        with storage.Writing() as files:
            for old, new in pairs:
                files.write(storage.copy_path(new), storage.read(storage.copy_path(old)))
            each.save(update_fields=["public"])
        old_paths = [storage.copy_path(old) for old, _new in pairs]
        transaction.on_commit(partial(storage.remove, *old_paths))


def discard(attachments: list[Attachment]) -> None:
    """Delete files that never became part of a case, rows and copies; a case's own are left alone."""
    loose = [attachment for attachment in attachments if attachment.case_id is None]
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in loose], case=None).delete()
    for attachment in loose:
        storage.remove(*attachment.paths())


def discard_abandoned(limit: int = 200) -> int:
    """Delete files without a case: two days old, or 31 days when a saved form may still want them.

    Returns how many. Idempotent.
    """
    now = clock.now()
    alone = Q(draft="", created_at__lt=now - ALONE)
    of_form = Q(created_at__lt=now - WITH_A_FORM)
    abandoned = list(Attachment.objects.filter(alone | of_form, case=None).order_by("created_at")[:limit])
    discard(abandoned)
    return len(abandoned)


def read_original(attachment: Attachment, actor: Actor, stated: Stated | None = None) -> bytes:
    """The original, as it came in; a member of staff says what for. Raises NotAllowed, SealBroken or Unavailable.

    Every reading is on record: in the chain of custody and, of staff, among the readings of personal data, with one
    leaf for both.
    """
    require(actor, "evidence.read_original", attachment)
    sealed = storage.read(storage.original_path(attachment.original))
    data = sealing.open_sealed(
        sealed, sealing.unwrap(bytes(attachment.wrapped_key), master()), _context(attachment)
    )
    if sha256_hex(data) != attachment.sha256:
        raise sealing.SealBroken
    with transaction.atomic():
        _enter(attachment, actor, "read")
        _record(attachment, actor, "evidence.read", _reading(attachment, actor, stated))
    return data


def _reading(attachment: Attachment, actor: Actor, stated: Stated | None) -> Mapping[str, object]:
    """The row among the readings of personal data, and what the leaf says of it."""
    if actor.kind != "staff" or attachment.case is None:
        return {}
    if stated is None:
        raise Invalid(fields={"purpose": [_("Say what for.")]})
    row = readings.record_original(actor, attachment.case, purpose=stated, field=attachment.field)
    return {"purpose": row.purpose, "role": row.role, "desk": row.desk}


def read_copy(attachment: Attachment, actor: Actor, *, thumbnail: bool) -> bytes:
    """A copy that has no public address. Raises NotAllowed, NotFound or Unavailable."""
    require(actor, "case.read", attachment.case)
    if not attachment.public:
        raise NotFound(_("There is no such file."))
    name = Attachment.thumbnail_of(attachment.public) if thumbnail else attachment.public
    return storage.read(storage.copy_path(name))


def draft_thumbnail(token: str, draft: str) -> bytes:
    """For whoever is writing the report: a copy that has no public address. Raises NotFound or Unavailable."""
    found = addresses.open_draft(token, draft)
    if not found.public:
        raise NotFound(_("There is no such file."))
    return storage.read(storage.copy_path(Attachment.thumbnail_of(found.public)))


def public_file(attachment: Attachment) -> PublicFile | None:
    """Where the copy without metadata is shown; None when there is none, or none for everybody (`read_copy`)."""
    if not attachment.public or storage.is_kept(attachment.public):
        return None
    return PublicFile(
        url=storage.public_url(attachment.public),
        thumbnail_url=storage.public_url(Attachment.thumbnail_of(attachment.public)),
        width=attachment.width or 0,
        height=attachment.height or 0,
    )


def _context(attachment: Attachment) -> bytes:
    return f"attachment:{attachment.sealed_as or attachment.pk}".encode()


def _enter(attachment: Attachment, actor: Actor, *actions: str) -> None:
    """Rows of the chain of custody."""
    CustodyEntry.objects.bulk_create(
        CustodyEntry(attachment=attachment, action=action, actor=actor.label()) for action in actions
    )


def _record(
    attachment: Attachment, actor: Actor, action: str, more: Mapping[str, object] | None = None
) -> None:
    audit.record(
        action=action,
        actor=actor.label(),
        subject=f"attachment:{attachment.pk}",
        data={
            "sha256": attachment.sha256,
            "kind": attachment.kind,
            "size": attachment.size,
            **(more or {}),
        },
    )
