"""What happens before a case exists: saved drafts, idempotency, legacy import runs."""

from django.db import models

from casetypes.access.models import User
from casetypes.cases.models import Case
from casetypes.definitions.models import CaseTypeVersion
from casetypes.kernel import clock


class Draft(models.Model):
    """A half-filled form, resumed by its secret link; answers are sealed. `digest` is of the secret."""

    digest = models.CharField(max_length=64, primary_key=True)
    version = models.ForeignKey(CaseTypeVersion, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="es")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"draft of {self.version}"


class IdempotencyKey(models.Model):
    """One submission, however often it is sent. `fingerprint` is the SHA-256 of the canonical body."""

    key = models.CharField(max_length=120, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.key


class ImportRun(models.Model):
    """One run of a legacy import; counts are of rows. `summary` is `imports.summary.Summary` as JSON."""

    mapping = models.CharField(max_length=80)
    file_name = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=clock.now)
    resumed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    already_there = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.mapping} {self.started_at:%Y-%m-%d %H:%M}"


class ImportRejection(models.Model):
    """A row that did not become a case, and why."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejections")
    row = models.PositiveIntegerField()
    source_id = models.CharField(max_length=80, blank=True)
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"row {self.row}: {self.rule}"


class Simulation(models.Model):
    """A generated year (see `simulation/`): what was asked for, the drawn photos it shows, whether it is whole."""

    seed = models.BigIntegerField()
    cases = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    through = models.CharField(max_length=10)
    album = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seed", "cases"], name="simulation_once")]

    def __str__(self) -> str:
        return f"{self.cases} cases of seed {self.seed}"


class SimulationBatch(models.Model):
    """A part of a generated year that is there, written with its cases: a run that was killed goes on behind it."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    done_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["simulation", "number"], name="simulation_batch_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.simulation_id}"
