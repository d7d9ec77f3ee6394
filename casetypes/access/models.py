"""Who acts here: people, the desks and crews they belong to, and with which role."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from casetypes.kernel import clock


class User(AbstractUser):
    """A member of staff. Citizens are `citizens.Citizen`; they need no account."""

    full_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=5, default="es")

    def __str__(self) -> str:
        return self.full_name or self.username


class Role(models.Model):
    """A role with the rights desks.yaml gives it beyond the transitions of a definition."""

    key = models.CharField(max_length=40, primary_key=True)
    rights = models.JSONField(default=list)
    second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key


class Department(models.Model):
    key = models.CharField(max_length=60, primary_key=True)
    name = models.JSONField()

    def __str__(self) -> str:
        return self.key


class Desk(models.Model):
    """The queue of a department. `zones` is "all" or a list of zone keys."""

    key = models.CharField(max_length=60, primary_key=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="desks")
    name = models.JSONField()
    zones = models.JSONField(default=list)
    calendar = models.CharField(max_length=60, blank=True)
    escalates_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    provider = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.key


class Crew(models.Model):
    key = models.CharField(max_length=60, primary_key=True)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="crews")
    name = models.JSONField()
    zones = models.JSONField(default=list)
    capacity = models.CharField(max_length=40, blank=True)
    skills = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.key


class Membership(models.Model):
    """A person holds a role: at a desk, in a department, in a crew, or everywhere when none is given."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    crew = models.ForeignKey(Crew, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department", "desk", "crew"],
                nulls_distinct=False,
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.role_id}@{self.desk_id or self.department_id or '*'}"


class ReaderAppointment(models.Model):
    """A person may read the cases of one confidential service (by its key), from one day to another.

    `ends_on` is the last day; None: until somebody withdraws it. What ended stays on record. Always by another.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="reader_appointments")
    service = models.CharField(max_length=60)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    appointed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(default=clock.now)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(user=models.F("appointed_by")), name="reader_never_by_oneself"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("begins_on")),
                name="reader_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["service", "user"], name="reader_service_user")]

    def __str__(self) -> str:
        return f"{self.user_id} reads {self.service}"


class ApiToken(models.Model):
    """A staff token for the API. Only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
