"""`document`: a PDF, or a picture of a paper."""

from typing import ClassVar, Literal

from casetypes.forms.files import FileFieldType, FileOptions


class DocumentOptions(FileOptions):
    default_accepts: ClassVar[tuple[str, ...]] = ("application/pdf", "image/jpeg", "image/png")
    default_max_size: ClassVar[str] = "10 MB"

    type: Literal["document"]


class Document(FileFieldType):
    name = "document"
    Options = DocumentOptions
