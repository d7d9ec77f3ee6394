"""`audio`: a sound recording."""

from typing import ClassVar, Literal

from casetypes.forms.files import FileFieldType, FileOptions


class AudioOptions(FileOptions):
    default_accepts: ClassVar[tuple[str, ...]] = (
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "audio/aac",
    )
    default_max_size: ClassVar[str] = "20 MB"

    type: Literal["audio"]


class Audio(FileFieldType):
    name = "audio"
    Options = AudioOptions
