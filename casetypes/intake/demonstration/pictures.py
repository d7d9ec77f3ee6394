"""Photos of a demonstration: drawn, never taken, and saying so. With time and place, as a telephone writes them."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from PIL import ExifTags, Image, ImageDraw

from casetypes.kernel import clock

SIZE = (800, 600)
HORIZON = 265
SKIES = ("#bcd3e6", "#d7e3ea", "#f0d9b8", "#a9c4dd")
WALLS = ("#c9a27e", "#d9c3a0", "#b9886a", "#e1d2bd", "#a8b3a2", "#d3b2a0")
ROAD = "#6f6c6a"
CAPTION = "DEMO · imagen dibujada"


@dataclass(frozen=True)
class Shot:
    """When and where; `point` is (latitude, longitude) or None."""

    at: datetime
    point: tuple[float, float] | None
    time_zone: str


def draw(scene: int, shot: Shot, *, category: str, done: bool) -> bytes:
    """A JPEG of a street with what was reported in it, or repaired. The same scene is the same street."""
    chance = Random(scene)
    subject = next((draw for word, draw in SUBJECTS.items() if word in category), _hole)
    night = subject is _lamp
    picture = Image.new("RGB", SIZE, "#1c2536" if night else chance.choice(SKIES))
    pen = ImageDraw.Draw(picture)
    _houses(pen, chance)
    pen.rectangle((0, HORIZON + 32, *SIZE), fill=ROAD)
    pen.rectangle((0, HORIZON, SIZE[0], HORIZON + 32), fill="#b7b2a8")
    for start in range(chance.randrange(0, 120), SIZE[0], 240):
        pen.polygon([(start, 375), (start + 90, 375), (start + 82, 385), (start - 8, 385)], fill="#d8d3c4")
    if night:
        picture = Image.blend(picture, Image.new("RGB", SIZE, "#0b1020"), 0.25 if done else 0.6)
    subject(ImageDraw.Draw(picture), chance, done)
    picture = Image.blend(picture, _grain(), 0.1)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, SIZE[1] - 44, *SIZE), fill="#1d2530")
    pen.text((18, SIZE[1] - 37), CAPTION, fill="#ffffff", font_size=24)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=80, exif=_exif(shot))
    return stream.getvalue()


@cache
def _grain() -> Image.Image:
    """What makes a drawing look less like one; made once."""
    return Image.effect_noise(SIZE, 26).convert("RGB")


def _houses(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    left = -chance.randrange(0, 120)
    while left < SIZE[0]:
        width, top = chance.randrange(150, 300), HORIZON - chance.randrange(100, 235)
        pen.rectangle((left, top, left + width, HORIZON), fill=chance.choice(WALLS), outline="#8d7a68")
        for window in range(left + 30, left + width - 50, 80):
            pen.rectangle((window, top + 40, window + 40, top + 90), fill="#5c6b78")
        left += width


def _hole(pen: ImageDraw.ImageDraw, chance: Random, done: bool) -> None:
    """An uneven hole with a puddle in it, or a straight dark patch."""
    x, y = chance.randrange(260, 540), chance.randrange(430, 480)
    wide, high = chance.randrange(120, 220), chance.randrange(35, 65)
    if done:
        pen.polygon(
            [(x - wide, y - high), (x + wide - 30, y - high), (x + wide, y + high), (x - wide - 30, y + high)],
            fill="#3d3b3a", outline="#2c2a29",
        )  # fmt: skip
        return
    for share, colour in ((1.0, "#56504b"), (0.86, "#3a342f"), (0.55, "#7f93a0")):
        pen.polygon(_blot(chance, x, y, wide * share, high * share), fill=colour)


def _leak(pen: ImageDraw.ImageDraw, chance: Random, done: bool) -> None:
    """Water over the street from a crack, or the patch over it."""
    if done:
        _hole(pen, chance, done)
        return
    x, y = chance.randrange(260, 540), chance.randrange(430, 480)
    for wide, high, colour in ((250, 75, "#6f8c9c"), (170, 50, "#86a9bb"), (60, 18, "#cfe3ec")):
        pen.polygon(_blot(chance, x, y, wide, high), fill=colour)
    for lean in (-26, -10, 8, 24):
        pen.line([(x, y), (x + lean, y - 70), (x + 2 * lean, y - 20)], fill="#dcebf2", width=6, joint="curve")


def _lamp(pen: ImageDraw.ImageDraw, chance: Random, done: bool) -> None:
    """A street light at night: dark, or shining."""
    x = chance.randrange(250, 550)
    if done:
        pen.polygon([(x + 70, 96), (x + 190, 460), (x - 60, 460)], fill="#c9b878")
    pen.line([(x, 470), (x, 80), (x + 70, 80)], fill="#4b535f", width=10, joint="curve")
    pen.ellipse((x + 48, 78, x + 96, 104), fill="#fff3c0" if done else "#2b323d", outline="#4b535f", width=3)


SUBJECTS = {"agua": _leak, "water": _leak, "alumbrado": _lamp, "light": _lamp}


def _blot(chance: Random, x: float, y: float, wide: float, high: float) -> list[tuple[float, float]]:
    around = ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
    return [
        (x + dx * wide * chance.uniform(0.9, 1.1), y + dy * high * chance.uniform(0.9, 1.1))
        for dx, dy in around
    ]


def _exif(shot: Shot) -> Image.Exif:
    exif = Image.Exif()
    local = clock.local(shot.at, shot.time_zone)
    offset = local.strftime("%z")
    exif[ExifTags.Base.ImageDescription] = "Agora: demonstration, drawn"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = local.strftime("%Y:%m:%d %H:%M:%S")
    details[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:]}"
    if shot.point is not None:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        for degrees, tag, name in zip(shot.point, (2, 4), ("NS", "EW"), strict=True):
            place[tag - 1] = name[0] if degrees >= 0 else name[1]
            place[tag] = _parts(abs(degrees))
    return exif


def _parts(degrees: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds."""
    minutes = (degrees - int(degrees)) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)
