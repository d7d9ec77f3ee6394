"""Files of a case: the sealed original with its digest, the public copy, and who touched it when."""

import uuid
from pathlib import Path

from django.db import models

from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.evidence import storage
from casetypes.kernel import clock


class Attachment(models.Model):
    """A file. Before the case exists it belongs to a draft (`case` null, `draft` = the draft's key).

    `kind` is the evidence kind counted by guards (`despues`), empty for the reporter's own files;
    `round` counts how often the case was opened: what closed it once does not close it again;
    `original` is the storage name of the sealed original, `public` that of the re-encoded copy; `sealed_as` is set
    where several rows share one stored picture (see `shared`): the name under which it was sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="attachments")
    draft = models.CharField(max_length=64, blank=True, db_index=True)
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    original = models.CharField(max_length=200)
    wrapped_key = models.BinaryField()
    sealed_as = models.UUIDField(null=True, blank=True, editable=False)
    public = models.CharField(max_length=200, blank=True)
    public_sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    by_role = models.CharField(max_length=40)
    by_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="attachment_case_kind")]

    def __str__(self) -> str:
        return f"{self.kind or self.field} of case {self.case_id}"

    @staticmethod
    def thumbnail_of(public: str) -> str:
        """The storage name of a public copy's thumbnail."""
        return public.removesuffix(".jpg") + "-480.jpg"

    def paths(self) -> list[Path]:
        """Every file of this attachment; none that it shares with others."""
        if self.sealed_as is not None:
            return []
        copies = [self.public, self.thumbnail_of(self.public)] if self.public else []
        return [storage.original_path(self.original), *map(storage.copy_path, copies)]


class CustodyEntry(models.Model):
    """One link of the chain of custody: received, sealed, copied, read, verified."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="custody")
    at = models.DateTimeField(default=clock.now)
    action = models.CharField(max_length=20)
    actor = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.action} {self.attachment_id}"
