"""Half-filled forms, resumed by a secret link.

The answers are sealed under a key made from the secret, which is stored nowhere: without the link nobody reads
them. A draft keeps the version it was started with, also when a new one is published meanwhile.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.evidence import selectors as evidence_selectors
from casetypes.evidence import services as evidence
from casetypes.intake.models import Draft
from casetypes.kernel import clock, sealing
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.hashing import canonical_json

LIFETIME = timedelta(days=30)


class DraftExpired(NotFound):
    code = "draft-expired"
    status = 410


@dataclass(frozen=True)
class SavedForm:
    """A draft as its owner sees it. `key` is what `evidence.services.receive` takes as `draft`.

    `folio` is set once it has become a case.
    """

    secret: str
    key: str
    service: str
    version_id: int
    language: str
    answers: dict[str, object]
    expires_at: datetime
    folio: str = ""


def start(service: str, *, language: str, answers: Mapping[str, object] | None = None) -> SavedForm:
    """A new draft of the live version; raises NotFound for an unknown service."""
    secret = secrets.token_urlsafe(32)
    version = selectors.live(service)
    draft = Draft(
        digest=_digest(secret), version=version, language=language, expires_at=clock.now() + LIFETIME
    )
    draft.sealed = _seal(secret, answers or {})
    draft.save(force_insert=True)
    return _opened(draft, secret, dict(answers or {}))


def load(secret: str) -> SavedForm:
    """The saved form; without answers once it has become a case. One query.

    Raises NotFound for an unknown secret and DraftExpired for an old one.
    """
    draft = _find(Draft.objects.select_related("case", "version"), secret)
    if draft.case is not None:
        return _opened(draft, secret, {})
    plain = sealing.open_sealed(bytes(draft.sealed), _key(secret), _context(draft.digest))
    return _opened(draft, secret, json.loads(plain))


def save(secret: str, answers: Mapping[str, object], *, language: str = "") -> SavedForm:
    """Replace the answers (JSON-shaped, valid or not); the draft lives 30 days from now on.

    Raises NotFound, DraftExpired, and Invalid when it has become a case already.
    """
    draft = _find(Draft.objects.select_related("case", "version"), secret)
    if draft.case is not None:
        raise Invalid(
            _("This report was sent already; its folio is %(folio)s.") % {"folio": draft.case.folio},
            code="draft-submitted",
        )
    draft.sealed = _seal(secret, answers)
    draft.language = language or draft.language
    draft.changed_at = clock.now()
    draft.expires_at = draft.changed_at + LIFETIME
    draft.save(update_fields=["sealed", "language", "changed_at", "expires_at"])
    return _opened(draft, secret, dict(answers))


def to_submit(secret: str, service: str) -> Draft:
    """The draft's row, locked: of two clicks on "send" the second waits and then finds the case."""
    # No join to the case: who waited for the lock would get the new draft joined to the old, empty case.
    draft = _find(Draft.objects.select_for_update(of=("self",)).select_related("version"), secret)
    if draft.version.case_type_id != service:
        raise Invalid(_("This saved form belongs to another service."), code="draft-service")
    return draft


def submitted(draft: Draft, case: Case) -> None:
    """It is a case now: the answers leave the draft, the link leads to the folio."""
    draft.case = case
    draft.sealed = b""
    draft.save(update_fields=["case", "sealed"])


def discard(secret: str) -> None:
    """Delete a draft at its owner's wish, with files that no case adopted; unknown ones are gone already."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(digest=_digest(secret), case=None).first()
        if draft is None:
            return
        files = evidence_selectors.of_draft(draft.digest)
        draft.delete()
        transaction.on_commit(lambda: evidence.discard(files))


def expire(limit: int = 500) -> int:
    """Delete drafts past their date, with files that no case adopted; returns how many. Idempotent."""
    with transaction.atomic():
        old = list(
            Draft.objects.select_for_update(skip_locked=True).filter(expires_at__lt=clock.now())[:limit]
        )
        files = evidence_selectors.of_drafts([draft.digest for draft in old])
        Draft.objects.filter(pk__in=[draft.pk for draft in old]).delete()
        transaction.on_commit(lambda: evidence.discard(files))
    return len(old)


def _find(rows: QuerySet[Draft], secret: str) -> Draft:
    draft = rows.filter(digest=_digest(secret)).first()
    if draft is None:
        raise NotFound(_("This saved form is not known. Check that the link is complete."))
    if draft.expires_at < clock.now():
        raise DraftExpired(_("This saved form has expired. Saved forms are kept for 30 days."))
    return draft


def _opened(draft: Draft, secret: str, answers: dict[str, object]) -> SavedForm:
    return SavedForm(
        secret=secret, key=draft.digest, service=draft.version.case_type_id, version_id=draft.version_id,
        language=draft.language, answers=answers, expires_at=draft.expires_at,
        folio=draft.case.folio if draft.case else "",
    )  # fmt: skip


def _digest(secret: str) -> str:
    return hashlib.sha256(b"agora:draft:" + secret.encode()).hexdigest()


def _key(secret: str) -> bytes:
    return hashlib.sha256(b"agora:draft-key:" + secret.encode()).digest()


def _context(digest: str) -> bytes:
    return f"draft:{digest}".encode()


def _seal(secret: str, answers: Mapping[str, object]) -> bytes:
    try:
        plain = canonical_json(answers)
    except (TypeError, ValueError) as error:
        raise Invalid(_("Send the answers as JSON values."), fields={"": []}) from error
    return sealing.seal(plain, _key(secret), _context(_digest(secret)))
