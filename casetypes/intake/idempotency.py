"""One submission, however often it is sent: a retry of a client whose connection broke gets the same case."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from casetypes.cases.models import Case
from casetypes.intake.models import IdempotencyKey
from casetypes.intake.submission import Submission
from casetypes.kernel.errors import Conflict, Invalid
from casetypes.kernel.hashing import canonical_json, sha256_hex

MAX_KEY = 120


def earlier_case(submission: Submission) -> Case | None:
    """The case this key made before. Until the transaction ends, others with the same key wait here.

    Raises Conflict when the key came with other content, Invalid for a key that is too long.
    """
    key = submission.idempotency_key
    if not key:
        return None
    if len(key) > MAX_KEY:
        raise Invalid(_("An idempotency key has at most 120 characters."), code="idempotency-key")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])
    earlier = IdempotencyKey.objects.select_related("case").filter(key=key).first()
    if earlier is None:
        return None
    if earlier.fingerprint != fingerprint(submission):
        raise Conflict(
            _("This idempotency key was used for another submission. Use a new key for a new report."),
            code="idempotency-key-reused",
        )
    return earlier.case


def remember(submission: Submission, case: Case) -> None:
    """Note which case the key made."""
    if submission.idempotency_key:
        IdempotencyKey.objects.create(
            key=submission.idempotency_key, fingerprint=fingerprint(submission), case=case
        )


def fingerprint(submission: Submission) -> str:
    """SHA-256 of what was sent; raises Invalid for values that are no JSON."""
    try:
        body = canonical_json({
            "service": submission.service,
            "answers": submission.answers,
            "files": {key: list(ids) for key, ids in submission.files.items()},
            "channel": submission.channel,
        })  # fmt: skip
    except (TypeError, ValueError) as error:
        raise Invalid(_("Send the answers as JSON values."), fields={"": []}) from error
    return sha256_hex(body)
