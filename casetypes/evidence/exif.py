"""What a camera wrote into a picture: where and when it was taken. Anything odd reads as "not said"."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from django.conf import settings
from PIL import ExifTags, Image

from casetypes.kernel import clock

GPS = ExifTags.GPS
TAKEN = ExifTags.Base.DateTimeOriginal
OFFSET = ExifTags.Base.OffsetTimeOriginal


@dataclass(frozen=True)
class Shot:
    """`taken_at` is aware; a camera without time zone is read as the city's. Degrees of WGS 84."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def read(image: Image.Image) -> Shot:
    """Never raises: cameras write all sorts of things."""
    try:
        exif = image.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # Pillow raises many kinds of errors on damaged tags
        return Shot()
    latitude = _degrees(place.get(GPS.GPSLatitude), place.get(GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(place.get(GPS.GPSLongitude), place.get(GPS.GPSLongitudeRef), "W", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        latitude = longitude = None
    taken = details.get(TAKEN) or exif.get(ExifTags.Base.DateTime)
    return Shot(_moment(taken, details.get(OFFSET)), latitude, longitude)


def _degrees(parts: Any, reference: Any, negative: str, limit: int) -> float | None:
    try:
        whole, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = whole + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or not 0 <= value <= limit:
        return None
    return round(-value if str(reference).strip("\x00 ").upper() == negative else value, 7)


def _moment(text: Any, offset: Any) -> datetime | None:
    try:
        moment = datetime.strptime(str(text).strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
    return moment.replace(tzinfo=_zone(offset) or clock.zone(settings.TIME_ZONE))


def _zone(offset: Any) -> timezone | None:
    text = str(offset or "").strip("\x00 ")
    try:
        sign = {"+": 1, "-": -1}[text[0]]
        hours, minutes = text[1:].split(":")
        return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))
    except (KeyError, IndexError, ValueError):
        return None
