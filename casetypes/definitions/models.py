"""Published definitions: immutable, hashed versions of services and of a city's other files."""

from django.db import models

from casetypes.kernel import clock


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
    """One published definition. A trigger refuses any change of it (see migration 0002)."""

    case_type = models.ForeignKey(CaseType, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    document = models.JSONField()
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
    """A version of city.yaml, desks.yaml, calendars.yaml, messages.yaml, a fragment or an import mapping."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    source = models.TextField()
    document = models.JSONField()
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
