"""Pictures: opened with care, and copied for the public without anything but the picture."""

import io
from dataclasses import dataclass

import pillow_heif
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from casetypes.kernel.errors import DomainError

pillow_heif.register_heif_opener()

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
MAX_PIXELS = 60_000_000
PUBLIC_SIDE = 1600
THUMBNAIL_SIDE = 480
QUALITY = 84


class NoPicture(DomainError):
    """The bytes are no picture that can be used; the message says why."""

    code = "no-picture"
    status = 422


@dataclass(frozen=True)
class Copy:
    """A picture without metadata, as JPEG."""

    content: bytes
    width: int
    height: int


def open_picture(content: bytes) -> Image.Image:
    """The picture, header read only. Raises NoPicture for other files and for too many pixels."""
    try:
        image = Image.open(io.BytesIO(content), formats=tuple(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture(_too_large()) from error
    except Exception as error:  # damaged headers raise many kinds of errors
        raise NoPicture(
            _("This file is not a photo that can be opened. Send a JPEG, PNG, WebP or HEIC picture.")
        ) from error
    if image.width * image.height > MAX_PIXELS:
        raise NoPicture(_too_large())
    return image


def content_type(image: Image.Image) -> str:
    return FORMATS[image.format or ""]


def copies(image: Image.Image) -> tuple[Copy, Copy]:
    """The public copy (at most 1600 px a side) and its thumbnail (480 px), upright, in sRGB.

    Raises NoPicture when the file breaks off in the middle.
    """
    try:
        image.draft("RGB", (PUBLIC_SIDE * 2, PUBLIC_SIDE * 2))
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((PUBLIC_SIDE, PUBLIC_SIDE))
        plain = _plain(upright, profile)
    except NoPicture:
        raise
    except Exception as error:  # truncated or hostile data raises many kinds of errors
        raise NoPicture(_("This photo is damaged. Take it or choose it again.")) from error
    small = plain.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _encoded(plain), _encoded(small)


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Only pixels, opaque, in sRGB: no metadata survives because nothing else is carried over."""
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    rgb = image.convert("RGB")
    if profile and image.mode == "RGB":
        rgb = _in_srgb(rgb, profile)
    bare = Image.new("RGB", rgb.size)
    bare.paste(rgb)
    return bare


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _encoded(image: Image.Image) -> Copy:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Copy(buffer.getvalue(), image.width, image.height)


def _too_large() -> object:
    return _("This picture has more than %(limit)d million pixels. Send a smaller one.") % {
        "limit": MAX_PIXELS // 1_000_000
    }
