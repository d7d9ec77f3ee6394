"""Drafts of services: one open draft per service, every saved text of it, and every step on its way."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from casetypes.definitions.models import CaseTypeVersion
from casetypes.kernel import clock


class Draft(models.Model):
    """The next version of a service while people work on it.

    `base` is the live version that the text was last compared with (None: the service is new). `text` is that of the
    newest revision, line ends as `\\n`. Under review nobody may change it. `scenarios` and `failing` count what came
    of the scenarios of the text `proven_sha256` when they were last run ("": never).
    """

    EDITING, REVIEW, PUBLISHED, DROPPED = "editing", "review", "published", "dropped"
    OPEN = (EDITING, REVIEW)

    key = models.CharField(max_length=60)
    department = models.CharField(max_length=60)
    base = models.ForeignKey(CaseTypeVersion, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default=EDITING)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    errors = models.PositiveIntegerField(default=0)
    proven_sha256 = models.CharField(max_length=64, default="")
    scenarios = models.PositiveIntegerField(default=0)
    failing = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)
    published = models.ForeignKey(CaseTypeVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state__in=["editing", "review"]), name="draft_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class DraftRevision(models.Model):
    """A text as it was saved; never changed, so that every earlier one can be had back. Its author is an author, and
    so is the absent person in whose post a deputy saved it (`standing_in_for`)."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    standing_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_revision_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}@{self.number}"


class DraftStep(models.Model):
    """What happened to a draft besides saving: who did it, as whose deputy, when, to which revision, what they said."""

    KINDS = {
        "started": pgettext_lazy("draft", "Started"),
        "compared": pgettext_lazy("draft", "Compared with the new live version"),
        "sent": pgettext_lazy("draft", "Sent for review"),
        "withdrawn": pgettext_lazy("draft", "Taken back from review"),
        "returned": pgettext_lazy("draft", "Sent back"),
        "published": pgettext_lazy("draft", "Published"),
        "dropped": pgettext_lazy("draft", "Given up"),
    }

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    standing_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.kind}"

    @property
    def words(self) -> str:
        return str(self.KINDS[self.kind])
