"""Leaves of the log and the signed roots of their tree. A trigger (0002) refuses changes and deletions."""

from django.db import models


class AuditLeaf(models.Model):
    """One action. `content` is the canonical JSON exactly as it was hashed; the columns repeat it for searching."""

    position = models.BigIntegerField(null=True, unique=True, editable=False)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    content = models.TextField()
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_leaf_subject"),
            models.Index(fields=["recorded_at"], name="audit_leaf_recorded"),
            models.Index(fields=["id"], name="audit_leaf_pending", condition=models.Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class TreeFrontier(models.Model):
    """The compact state of the tree (one row): one hash per full subtree, so that nothing is hashed again."""

    size = models.BigIntegerField(default=0)
    nodes = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return str(self.size)


class Checkpoint(models.Model):
    """The root of the tree of the first `tree_size` leaves, signed. Hashes and keys in hex, signature in base64."""

    origin = models.CharField(max_length=100)
    tree_size = models.BigIntegerField(unique=True)
    root_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signature = models.CharField(max_length=100)
    key_id = models.CharField(max_length=16)
    public_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["tree_size"]

    def __str__(self) -> str:
        return f"{self.tree_size} {self.root_hash[:12]}"
