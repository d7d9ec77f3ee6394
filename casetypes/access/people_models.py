"""What the administration of people keeps on record: links sent by e-mail, posts that were ended, departures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from casetypes.kernel import clock

PERSON = settings.AUTH_USER_MODEL


class MailedLink(models.Model):
    """A link sent to an address; who opens it proves that the address is theirs.

    An invitation to a new person, or the proof of a person's new address. `digest` is the SHA-256 of the secret in the
    newest letter ("" before the first one was sent): an older letter opens nothing. `letters` counts them.
    """

    INVITATION, ADDRESS = "invitation", "address"

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="mailed_links")
    kind = models.CharField(max_length=10)
    address = models.EmailField()
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    send_after = models.DateTimeField(null=True, default=clock.now)  # None: nothing waits to be sent
    tries = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    letters = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="mailed_link_one_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["send_after"], condition=Q(send_after__isnull=False), name="mailed_link_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None


class EndedPost(models.Model):
    """A membership that somebody ended at once: it is no membership any more, so that nothing can count it.

    `given_back_at` when it was a mistake and the person holds the post again.
    """

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="ended_posts")
    role = models.ForeignKey("access.Role", models.PROTECT, related_name="+")
    department = models.ForeignKey("access.Department", models.PROTECT, null=True, related_name="+")
    desk = models.ForeignKey("access.Desk", models.PROTECT, null=True, related_name="+")
    crew = models.ForeignKey("access.Crew", models.PROTECT, null=True, related_name="+")
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(default=clock.now)
    because = models.CharField(max_length=300, blank=True)
    given_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return (
            f"{self.user_id} was {self.role_id}@{self.desk_id or self.crew_id or self.department_id or '*'}"
        )


class Departure(models.Model):
    """A person leaves at the beginning of the day `leaves_on` of the city, or has left.

    `hands_over_to` gets the open cases that are assigned to the person; None gives them back to their desks.
    """

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="departures")
    leaves_on = models.DateField()
    because = models.CharField(max_length=300)
    hands_over_to = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(left_at=None, withdrawn_at=None), name="departure_one_planned"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} leaves on {self.leaves_on}"
