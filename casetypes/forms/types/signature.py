"""`signature`: a drawn signature, sent as a picture."""

from typing import ClassVar, Literal

from casetypes.forms.files import FileFieldType, FileOptions


class SignatureOptions(FileOptions):
    personal_by_nature: ClassVar[bool] = True
    default_accepts: ClassVar[tuple[str, ...]] = ("image/png", "image/jpeg")
    default_max_size: ClassVar[str] = "1 MB"

    type: Literal["signature"]


class Signature(FileFieldType):
    name = "signature"
    Options = SignatureOptions
