"""Simulations of tests show one small picture: drawing the album takes longer than telling the cases."""

import io

import pytest
from PIL import Image

from casetypes.intake.simulation import director, pictures


@pytest.fixture(autouse=True, scope="module")
def small_album():
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "#6f6c6a").save(stream, "JPEG")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "draw", lambda *_args, **_options: stream.getvalue())
        patch.setattr(pictures, "SCENES", 1)
        patch.setattr(director, "SCENES", 1)
        yield
