"""Pictures made for tests: of any size, with or without what a camera writes into them."""

import io
from datetime import datetime

from PIL import ExifTags, Image


def jpeg(
    width: int = 800,
    height: int = 600,
    *,
    point: tuple[float, float] | None = None,
    taken: datetime | None = None,
    orientation: int = 1,
    quality: int = 80,
) -> bytes:
    """A JPEG; `point` is (latitude, longitude), `taken` is written with its offset."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Telephone of Ana"
    if taken:
        details = exif.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
        if taken.tzinfo:
            offset = f"{taken:%z}"
            details[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:]}"
    if point:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_gps(*point))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=quality)
    return buffer.getvalue()


def picture(kind: str, width: int = 400, height: int = 300, mode: str = "RGB") -> bytes:
    """A picture in any format that Pillow writes."""
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind)
    return buffer.getvalue()


def _gps(latitude: float, longitude: float) -> dict[int, object]:
    return {
        ExifTags.GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        ExifTags.GPS.GPSLatitude: _parts(latitude),
        ExifTags.GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        ExifTags.GPS.GPSLongitude: _parts(longitude),
    }


def _parts(degrees: float) -> tuple[float, float, float]:
    value = abs(degrees)
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), (minutes - int(minutes)) * 60
