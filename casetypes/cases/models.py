"""A case, its history, its links, its personal answers and the effects that wait to be carried out."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from casetypes.access.models import Crew, Desk, User
from casetypes.cases.state_field import DefinedStateField
from casetypes.citizens.models import Citizen
from casetypes.definitions.models import CaseType, CaseTypeVersion
from casetypes.kernel import clock
from casetypes.places.models import Zone

PRIORITY_RANK = {"low": 0, "normal": 1, "high": 2, "critical": 3}
# What `priority_because` says once a person has set the priority; their own words are in the history only.
SET_BY_HAND = {
    "es": "La cambió la mesa; el motivo está en la historia.",
    "en": "Changed by the desk; see the history.",
}


class Case(models.Model):
    """One citizen request. Only `cases.engine` changes `state`; a trigger refuses everybody else.

    `due_at`, `crew`, `assignee`, `overdue` are columns a queue sorts by; the rooms that own them write
    them through `cases.services`.
    """

    folio = models.CharField(max_length=40, unique=True)
    case_type = models.ForeignKey(CaseType, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(CaseTypeVersion, models.PROTECT, related_name="+")
    state = DefinedStateField(protected=True)
    public_status = models.CharField(max_length=20)
    final_kind = models.CharField(max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=1)
    priority = models.PositiveSmallIntegerField(default=PRIORITY_RANK["normal"])
    priority_because = models.JSONField(default=dict)
    channel = models.CharField(max_length=20, default="web")
    language = models.CharField(max_length=5, default="es")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    cell = models.CharField(max_length=16, blank=True)
    place = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    calc = models.JSONField(default=dict)
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, blank=True, related_name="cases")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    crew = models.ForeignKey(Crew, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    assignee = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    overdue = models.BooleanField(default=False)
    escalated_to = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    search_text = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    source_id = models.CharField(max_length=80, blank=True)
    rules_unset = models.BooleanField(default=False)
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source=""), name="case_source_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["desk", "due_at", "id"],
                include=["priority", "escalated_to", "case_type"],
                condition=models.Q(final_kind=""),
                name="case_open_due",
            ),
            models.Index(
                fields=["desk", "-priority", "id"],
                condition=models.Q(final_kind=""),
                name="case_open_priority",
            ),
            models.Index(fields=["desk", "-opened_at", "-id"], name="case_queue_opened"),
            models.Index(fields=["escalated_to", "-opened_at"], name="case_queue_escalated"),
            models.Index(fields=["crew", "state"], name="case_crew"),
            models.Index(fields=["case_type", "opened_at"], name="case_type_opened"),
            models.Index(fields=["opened_at"], name="case_opened"),
            models.Index(fields=["zone", "opened_at"], name="case_zone_opened"),
            GinIndex(fields=["answers"], name="case_answers", opclasses=["jsonb_path_ops"]),
            GinIndex(fields=["search_text"], name="case_search_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.folio


class PersonalAnswers(models.Model):
    """Answers of personal fields: canonical JSON sealed under the citizen's own key. `<transition>.<field>#<revision>`
    is what a step asked for, `<field>#<revision>` what was answered before that revision corrected it."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="personal")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"personal answers of case {self.case_id}"


class CaseDesk(models.Model):
    """A desk that may read a case it does not own now: it sent it on, or the case was escalated to it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="readers", db_index=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=[("referred", "referred"), ("escalated", "escalated")])
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "desk", "reason"], name="case_reader_once")]

    def __str__(self) -> str:
        return f"{self.case_id} read by {self.desk_id}"


class CaseEvent(models.Model):
    """What happened, when, who as a role, and why. Never a personal datum in `data`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    from_state = models.CharField(max_length=60, blank=True)
    to_state = models.CharField(max_length=60, blank=True)
    public_status = models.CharField(max_length=20, blank=True)
    actor_role = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    desk = models.CharField(max_length=60, blank=True)
    public = models.BooleanField(default=False)
    text = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "at", "id"], name="event_case_at"),
            models.Index(fields=["case", "revision"], name="event_case_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} of case {self.case_id}"


class CaseLink(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=[("duplicate", "duplicate"), ("child", "child")])
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class OutboxEntry(models.Model):
    """An effect to be carried out exactly once: written with the move, relayed after commit."""

    PENDING, DONE, PARKED = "pending", "done", "parked"

    case = models.ForeignKey(Case, models.CASCADE, related_name="outbox", db_index=False)
    event = models.ForeignKey(CaseEvent, models.CASCADE, related_name="+")
    effect = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=models.Q(state="pending"), name="outbox_pending"
            ),
            models.Index(fields=["case", "id"], name="outbox_case"),
        ]

    def __str__(self) -> str:
        return f"{self.effect} of case {self.case_id}: {self.state}"


class MigrationBatch(models.Model):
    """Running cases of one service on their way to another version: looked at, moved, or brought back.

    `cursor` is the last case (going) or the last row (coming back) that a stopped worker had finished with.
    """

    LOOKING, LOOKED, MOVING, MOVED = "looking", "looked", "moving", "moved"
    RETURNING, RETURNED = "returning", "returned"
    AT_WORK = (LOOKING, MOVING, RETURNING)

    case_type = models.ForeignKey(CaseType, models.PROTECT, related_name="+")
    target = models.ForeignKey(CaseTypeVersion, models.PROTECT, related_name="+")
    source = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default=LOOKING)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["case_type", "-id"], name="batch_case_type")]

    def __str__(self) -> str:
        return f"{self.case_type_id} to version {self.target_id}: {self.state}"


class MigratedCase(models.Model):
    """One case of a batch: what would become or became of it, in keys and never in answers (`told`), and what it was
    before (`kept`, and `sealed` as it lay)."""

    WILL_GO, STAYS, GONE, BACK, HELD = "will_go", "stays", "gone", "back", "held"

    batch = models.ForeignKey(MigrationBatch, models.CASCADE, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    version = models.ForeignKey(CaseTypeVersion, models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=10)
    told = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True, blank=True)
    event = models.ForeignKey(
        CaseEvent, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="migrated_case_once")]
        indexes = [models.Index(fields=["batch", "outcome", "case"], name="migrated_case_outcome")]

    def __str__(self) -> str:
        return f"case {self.case_id} in batch {self.batch_id}: {self.outcome}"


class PersonalReading(models.Model):
    """A member of staff read personal data of a case: who, by which role of which desk, what kinds of data (keys of
    questions, never values), for which purpose, through which door. The database refuses to change or drop a row.

    `reason` is the number of a legal order or why another purpose; `standing_in_for` the absent person whose post it
    was. `until`: how long the page shows the data because of this reading. `after_closing`, `off_shift`: what stood
    out at that moment (`readings.remarks`).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="readings", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    standing_in_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    role = models.CharField(max_length=40)
    desk = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    what = models.JSONField(default=list)
    door = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    after_closing = models.BooleanField(default=False)
    off_shift = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="reading_case"),
            models.Index(fields=["user", "-at", "-id"], name="reading_user"),
            models.Index(fields=["purpose", "-at", "-id"], name="reading_purpose"),
            models.Index(fields=["-at", "-id"], name="reading_at"),
            models.Index(
                fields=["-at", "-id"],
                condition=models.Q(after_closing=True) | models.Q(off_shift=True),
                name="reading_standing_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} read case {self.case_id} for {self.purpose}"
