"""Files that the people of a scenario attach: as small as a file of their kind can be."""

import io
from functools import cache

from PIL import Image

NAMES = {"photo": "foto.jpg", "document": "documento.pdf", "video": "video.mp4", "audio": "audio.wav"}
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
_MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
_WAV = (
    b"RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00@\x1f\x00\x00@\x1f\x00\x00"
    b"\x01\x00\x08\x00data\x08\x00\x00\x00"
)


@cache
def content(kind: str) -> bytes:
    """The bytes of a sample: photo, document, video or audio."""
    return {"document": _PDF, "video": _MP4, "audio": _WAV + bytes(8)}.get(kind) or _photo()


def _photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "gray").save(buffer, "JPEG")
    return buffer.getvalue()
