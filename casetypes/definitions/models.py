"""Published definitions: immutable, hashed versions of services and of a city's other files."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from casetypes.definitions.loader.loaded import canonical
from casetypes.kernel import clock


class DocumentField(models.TextField):
    """A document as JSON text. Not `jsonb`, which would sort the keys: the order of pages and states means it."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else canonical(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class CaseType(models.Model):
    """A service's key and where its truth is: file or CMS."""

    key = models.CharField(max_length=60, primary_key=True)
    source = models.CharField(max_length=4, choices=[("file", "file"), ("cms", "cms")], default="file")
    live = models.ForeignKey("CaseTypeVersion", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.JSONField(default=dict)
    category = models.CharField(max_length=60, blank=True)
    department = models.CharField(max_length=60, blank=True)
    confidential = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.key


class CaseTypeVersion(models.Model):
    """One published definition. A trigger refuses any change of it (see migration 0002).

    `document` has the fragments merged in; `lock` maps each pin to the SHA-256 of the fragment it meant; `change`
    says what the version was to the one before: first, text, addition, rule or removal.
    """

    case_type = models.ForeignKey(CaseType, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    document = DocumentField()
    sha256 = models.CharField(max_length=64)
    lock = models.JSONField(default=dict)
    change = models.CharField(max_length=10, default="rule")
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_type", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.case_type_id}@{self.number}"


class ConfigurationFile(models.Model):
    """A version of city.yaml, desks.yaml, calendars.yaml, messages.yaml, a fragment or an import mapping.

    Only `live` may change: the newest version is the one that counts.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    source = models.TextField()
    document = DocumentField()
    sha256 = models.CharField(max_length=64)
    live = models.BooleanField(default=True)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="configuration_number_once"),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=models.Q(live=True), name="configuration_one_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}@{self.number}"


class Revision(models.Model):
    """One row whose stamp changes with every publication: how other processes see it at once."""

    ONLY = 1

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


class KeptFile(models.Model):
    """A file of the city's folder as it was last loaded, to the byte: what `definitions export` gives back.

    Comments, layout, line ends and a byte order mark are no new version of anything, and still the city's own. `key`
    names the service that the file holds, "" for every other file.
    """

    path = models.CharField(max_length=255, primary_key=True)
    key = models.CharField(max_length=60, blank=True, db_index=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.path
