"""One stored picture shown by many attachments: for simulated years, where a million files would say nothing more.

The original is sealed and copied once, as `services.receive` does it; each attachment that shows it has its own row,
chain of custody and audit leaf, and says in `sealed_as` under which name the file was sealed. A shared file is never
deleted with one of its rows. Only for drawn pictures: what people send is always their own file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from casetypes.access.actors import Actor
from casetypes.audit import services as audit
from casetypes.cases.models import Case
from casetypes.citizens.keys import master
from casetypes.evidence import pictures, storage
from casetypes.evidence.inspection import inspect
from casetypes.evidence.models import Attachment, CustodyEntry
from casetypes.forms.types.photo import PhotoOptions
from casetypes.kernel import clock, sealing
from casetypes.kernel.hashing import sha256_hex

ACTIONS = ("received", "sealed", "copied")
PHOTO = PhotoOptions(type="photo")


@dataclass(frozen=True)
class SharedPicture:
    """A stored picture; `wrapped_key` in hexadecimal digits. JSON-shaped by `as_json`."""

    sealed_as: str
    original: str
    wrapped_key: str
    public: str
    public_sha256: str
    content_type: str
    size: int
    sha256: str
    width: int
    height: int

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)


def keep(content: bytes) -> SharedPicture:
    """Seal and copy a picture, once. Raises what `services.receive` raises of a file."""
    found = inspect(content, PHOTO.rules, "photo")
    if found.image is None:
        raise ValueError("only pictures can be shared")
    large, small = pictures.copies(found.image)
    name, public = uuid4(), storage.new_name(".jpg")
    key, original = sealing.new_key(), storage.new_name(".sealed")
    with storage.Writing() as files:
        files.write(
            storage.original_path(original), sealing.seal(content, key, f"attachment:{name}".encode())
        )
        files.write(storage.public_path(public), large.content)
        files.write(storage.public_path(Attachment.thumbnail_of(public)), small.content)
    return SharedPicture(
        sealed_as=str(name), original=original, wrapped_key=sealing.wrap(key, master()).hex(), public=public,
        public_sha256=sha256_hex(large.content), content_type=found.content_type, size=len(content),
        sha256=sha256_hex(content), width=large.width, height=large.height,
    )  # fmt: skip


def attachment(
    picture: SharedPicture, *, pk: UUID, case: Case | None, field: str, kind: str, actor: Actor
) -> Attachment:
    """A row that shows the picture, not written yet; without a case until one adopts it."""
    return Attachment(
        id=pk, case=case, field=field, kind=kind, name=f"{field}.jpg", content_type=picture.content_type,
        size=picture.size, sha256=picture.sha256, original=picture.original, public=picture.public,
        wrapped_key=bytes.fromhex(picture.wrapped_key), public_sha256=picture.public_sha256, width=picture.width,
        height=picture.height, by_role=actor.kind, by_user_id=actor.user_id, round=case.reopened + 1 if case else 1,
        sealed_as=UUID(picture.sealed_as), created_at=clock.now(),
    )  # fmt: skip


def custody(shown: Attachment, actor: Actor) -> Iterator[CustodyEntry]:
    """Its chain of custody, not written yet."""
    for action in ACTIONS:
        yield CustodyEntry(attachment=shown, action=action, actor=actor.label(), at=clock.now())


def leaf(shown: Attachment, actor: Actor) -> tuple[str, str, str, Mapping[str, object]]:
    """What the audit log keeps of its arrival: action, actor, subject, data."""
    data = {"sha256": shown.sha256, "kind": shown.kind, "size": shown.size}
    return "evidence.receive", actor.label(), f"attachment:{shown.pk}", data


def show(
    picture: SharedPicture, *, pk: UUID, case: Case | None, field: str, kind: str, actor: Actor
) -> Attachment:
    """Write a row that shows the picture, with its custody and its leaf."""
    shown = attachment(picture, pk=pk, case=case, field=field, kind=kind, actor=actor)
    shown.save(force_insert=True)
    CustodyEntry.objects.bulk_create(custody(shown, actor))
    action, label, subject, data = leaf(shown, actor)
    audit.record(action=action, actor=label, subject=subject, data=data)
    return shown
