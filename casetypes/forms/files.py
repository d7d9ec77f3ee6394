"""What a file field accepts, and the Django field and widget that take several files at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from pydantic import Field, StringConstraints

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType, many

MEGABYTE = 1_000_000
SizeText = Annotated[str, StringConstraints(pattern=r"^\d+ ?(kB|MB)$")]
MimeType = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$")]


@dataclass(frozen=True)
class FileRules:
    """What may come in: content types, bytes of one file, how many files."""

    accepts: tuple[str, ...]
    max_bytes: int
    many: int = 1


class FileOptions(FieldOptions):
    """Options of every field that takes files; `max_size` is of one file, such as "10 MB"."""

    default_accepts: ClassVar[tuple[str, ...]] = ()
    default_max_size: ClassVar[str] = "10 MB"
    capture: ClassVar[str] = ""

    accept: list[MimeType] = Field(default_factory=list)
    max_size: SizeText | None = None

    @property
    def rules(self) -> FileRules:
        return FileRules(
            accepts=tuple(self.accept) or self.default_accepts,
            max_bytes=size_in_bytes(self.max_size or self.default_max_size),
            many=self.many or 1,
        )


def size_in_bytes(text: str) -> int:
    """ "10 MB" is 10,000,000; "500 kB" is 500,000."""
    number, unit = text[:-2], text[-2:]
    return int(number) * (MEGABYTE if unit == "MB" else 1_000)


def too_big(size: int, limit: int) -> str:
    """The sentence for a file over its limit, in megabytes with one decimal."""
    return _("This file has %(size)s MB; at most %(limit)s MB are accepted. Send a smaller one.") % {
        "size": f"{size / MEGABYTE:.1f}",
        "limit": f"{limit / MEGABYTE:.10g}",
    }


def too_many(limit: int) -> str:
    return ngettext_lazy("Send one file only.", "Send at most %(limit)d files.", limit) % {"limit": limit}


class FilesInput(forms.FileInput):
    """The browser's file input; several files when the field allows them."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else list(files.get(name, []))


class FilesField(forms.FileField):
    """Uploads, or the ids of files received before (`initial`), checked for count and size.

    What a file really is shows only when `evidence.receive` opens it.
    """

    widget = FilesInput
    default_error_messages = {"required": _("Add at least one file.")}

    def __init__(self, *, rules: FileRules, capture: str = "", **kwargs: Any) -> None:
        self.rules = rules
        self.capture = capture
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes: dict[str, Any] = {"accept": ",".join(self.rules.accepts)}
        if self.rules.many > 1:
            attributes["multiple"] = True
        if self.capture:
            attributes["capture"] = self.capture
        return attributes

    def clean(self, value: Sequence[UploadedFile | str] | None, initial: Sequence[str] | None = None) -> list:
        kept = [str(identifier) for identifier in initial or []]
        files = [*kept, *(value or [])]
        self.validate(files)
        if len(files) > self.rules.many:
            raise ValidationError(too_many(self.rules.many), code="too-many")
        return files

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class FileFieldType(FieldType[FileOptions]):
    """An answer that is a list of attachment ids, one or several."""

    cel_type = many(CelType.STRING)
    json_types = (list,)
    takes_files = True
    correctable = False

    def form_field(self, spec: FileOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        return FilesField(rules=spec.rules, capture=spec.capture, **common(spec, language))

    def check_type(self, value: Json) -> None:
        super().check_type(value)
        if not all(_is_id(identifier) for identifier in value or []):
            raise ValidationError(_("Send the ids of uploaded files here."), code="wrong-type")

    def json_schema(self, spec: FileOptions, language: str) -> dict[str, Json]:
        rules = spec.rules
        return described(spec, language, {
            "type": "array",
            "items": {"type": "string", "format": "uuid"},
            "maxItems": rules.many,
            "x-agora-accepts": list(rules.accepts),
            "x-agora-max-bytes": rules.max_bytes,
        })  # fmt: skip

    def display(self, value: Json, spec: FileOptions, language: str) -> str:
        return str(len(value or []))


def _is_id(value: Json) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
