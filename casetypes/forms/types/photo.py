"""`photo`: a photograph. What is kept and what is shown is decided by `evidence`."""

from typing import ClassVar, Literal

from casetypes.forms.files import FileFieldType, FileOptions


class PhotoOptions(FileOptions):
    default_accepts: ClassVar[tuple[str, ...]] = (
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/heic",
        "image/heif",
    )
    default_max_size: ClassVar[str] = "10 MB"

    type: Literal["photo"]


class Photo(FileFieldType):
    name = "photo"
    Options = PhotoOptions
