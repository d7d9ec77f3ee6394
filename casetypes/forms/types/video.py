"""`video`: a short film."""

from typing import ClassVar, Literal

from casetypes.forms.files import FileFieldType, FileOptions


class VideoOptions(FileOptions):
    default_accepts: ClassVar[tuple[str, ...]] = ("video/mp4", "video/quicktime", "video/webm", "video/3gpp")
    default_max_size: ClassVar[str] = "50 MB"

    type: Literal["video"]


class Video(FileFieldType):
    name = "video"
    Options = VideoOptions
