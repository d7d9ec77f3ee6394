"""Who acts here: people, the desks and crews they belong to, and with which role."""

import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from casetypes.access.people_models import Departure, EndedPost, MailedLink  # noqa: F401  models of this room too
from casetypes.access.sign_in_models import (  # noqa: F401  models of this room too
    AuthenticatorApp,
    FailedTries,
    RecoveryCode,
    StaffSession,
)
from casetypes.kernel import clock


def new_stamp() -> str:
    return secrets.token_hex(16)


class User(AbstractUser):
    """A member of staff. Citizens are `citizens.Citizen`; they need no account.

    `session_stamp`: another one ends every open session. `rights_revision` rises when the person's posts change.
    """

    full_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=5, default="es")
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)
    rights_revision = models.PositiveIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What Django compares at each request: the password and the stamp, so that either ends the sessions."""
        salt = "casetypes.access.models.User.session"
        value = f"{self.password}|{self.session_stamp}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


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
    """A person holds a role: at a desk, in a department, in a crew, or everywhere when none is given.

    From `begins_on` to the last day `ends_on`, days of the city; None: open. `posts.memberships_today` reads them.
    `source`: "" for what a person gave, "sso:<provider>" for what a provider of identity says and may take back.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    crew = models.ForeignKey(Crew, models.PROTECT, null=True, blank=True, related_name="+")
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=70, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department", "desk", "crew", "begins_on"],
                nulls_distinct=False,
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=models.Q(begins_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.role_id}@{self.desk_id or self.department_id or '*'}"


class Absence(models.Model):
    """A person is away from `begins_on` to the last day `ends_on` (None: until somebody withdraws it). Meanwhile the
    `deputy` holds the absent person's own posts too, never those that they hold as a deputy themselves."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="stands_in")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(user=models.F("deputy")),
                name="absence_never_ones_own_deputy",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("begins_on")),
                name="absence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is away, {self.deputy_id or 'nobody'} stands in"


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
    """A staff token for the API. Only its SHA-256 is kept. It opens nothing after the day `ends_on` (None: no end)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
