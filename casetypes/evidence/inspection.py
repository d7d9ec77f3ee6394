"""What an upload really is: its type from its own bytes, never from its name or what the browser says."""

from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext_lazy as _
from PIL import Image

from casetypes.evidence import exif, pictures
from casetypes.forms.files import FileRules, too_big
from casetypes.kernel.errors import Invalid

SAME = {
    "image/heif": "image/heic",
    "audio/x-wav": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
}
KINDS = {"image": _("photos"), "video": _("videos"), "audio": _("recordings"), "application": _("PDF files")}


@dataclass(frozen=True)
class Inspected:
    content_type: str
    image: Image.Image | None = None
    shot: exif.Shot = exif.Shot()


def inspect(content: bytes, rules: FileRules, field: str) -> Inspected:
    """Raises Invalid, under the field's key, with the reason in words."""
    if not content:
        raise _refused(field, _("This file is empty."))
    if len(content) > rules.max_bytes:
        raise _refused(field, too_big(len(content), rules.max_bytes))
    accepted = {SAME.get(kind, kind) for kind in rules.accepts}
    found = SAME.get(guess := _sniff(content), guess)
    wants_pictures = any(kind.startswith("image/") for kind in accepted)
    if found in accepted and not found.startswith("image/"):
        return Inspected(found)
    if wants_pictures and (found.startswith("image/") or all(kind.startswith("image/") for kind in accepted)):
        return _picture(content, accepted, field)
    raise _refused(
        field,
        _("This file is not one of what is asked for here: %(kinds)s.") % {"kinds": _in_words(accepted)},
    )


def _picture(content: bytes, accepted: set[str], field: str) -> Inspected:
    try:
        image = pictures.open_picture(content)
    except pictures.NoPicture as error:
        raise _refused(field, error.message) from error
    kind = pictures.content_type(image)
    if kind not in accepted:
        raise _refused(field, _("Pictures of this kind (%(kind)s) are not accepted here.") % {"kind": kind})
    return Inspected(kind, image, exif.read(image))


def _sniff(content: bytes) -> str:
    """The most likely content type, "" when the bytes look like nothing known."""
    if content[4:8] == b"ftyp":
        return _of_brand(content[8:12])
    try:
        return puremagic.from_string(content[:65536], mime=True) or ""
    except (puremagic.PureError, ValueError):
        return ""


def _of_brand(brand: bytes) -> str:
    """Pictures, films and recordings of telephones share one container; its brand tells them apart."""
    if brand in {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}:
        return "image/heic"
    if brand == b"qt  ":
        return "video/quicktime"
    if brand.startswith(b"3g"):
        return "video/3gpp"
    return "audio/mp4" if brand in {b"M4A ", b"M4B "} else "video/mp4"


def _in_words(accepted: set[str]) -> str:
    return ", ".join(
        str(KINDS.get(kind, kind)) for kind in sorted({kind.partition("/")[0] for kind in accepted})
    )


def _refused(field: str, text: object) -> Invalid:
    return Invalid(text, fields={field: [text]}, code="file-refused")
