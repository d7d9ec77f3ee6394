"""Submitting: one transaction from raw answers to a case with its folio."""

from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access.policies import require
from casetypes.audit import rows
from casetypes.cases import placing
from casetypes.cases.confidentiality import hidden_from
from casetypes.cases.models import Case
from casetypes.cases.opening import Opening, open_case
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.evidence import services as evidence
from casetypes.forms.answers import CleanAnswers, clean_answers
from casetypes.intake import drafts, idempotency, reporters
from casetypes.intake.folios import trying_folios
from casetypes.intake.submission import Submission
from casetypes.kernel.errors import NotFound

__all__ = ["Submission", "submit"]


def submit(submission: Submission) -> Case:
    """The case with its folio, or nothing at all.

    The same draft, or the same idempotency key with the same content, gives the same case again. Raises Invalid
    (texts per field), NotFound (service, draft; a confidential service that this member of staff does not read),
    Conflict (that key came with other content), NotAllowed (staff without the right to capture).
    """
    if submission.actor.kind == "staff":
        require(submission.actor, "case.capture")
        if submission.service in hidden_from(submission.actor):
            raise NotFound(_("There is no such service."))
    return trying_folios(lambda: _submit_once(submission))


def _submit_once(submission: Submission) -> Case:
    with transaction.atomic():
        known = idempotency.earlier_case(submission)
        if known is not None:
            return known
        draft = drafts.to_submit(submission.draft, submission.service) if submission.draft else None
        if draft is not None and draft.case is not None:
            return draft.case
        compiled = _version(submission, draft)
        _check_offered(compiled, submission)
        case = _open(submission, compiled, draft)
        if draft is not None:
            drafts.submitted(draft, case)
        idempotency.remember(submission, case)
    return case


def _check_offered(compiled: CompiledService, submission: Submission) -> None:
    """Raises NotFound where it is not offered to who asks. A draft keeps the version that the person saw."""
    spec = compiled.spec
    offered = spec.is_offered if submission.actor.kind == "staff" else spec.for_everyone
    if not offered and not submission.demonstration:
        raise NotFound(_("There is no such service."))


def _version(submission: Submission, draft: drafts.Draft | None) -> CompiledService:
    """The version the person saw: the draft's own, even when a newer one was published since."""
    if draft is not None:
        return selectors.compiled(draft.version_id)
    return selectors.live_service(submission.service).compiled


def _open(submission: Submission, compiled: CompiledService, draft: drafts.Draft | None) -> Case:
    raw = {**submission.answers, **{key: list(ids) for key, ids in submission.files.items() if ids}}
    answers = clean_answers(compiled, raw, language=submission.language)
    place = placing.of_answers(compiled, answers.all)
    with rows.together():
        own = submission.actor.citizen_id
        citizen = reporters.register(compiled, answers, submission.language, submission.channel, own=own)
        case = open_case(Opening(
            version_id=_id_of(compiled), answers=answers.form, personal=answers.personal, citizen=citizen,
            channel=submission.channel, language=submission.language, zone=place.zone, latitude=place.latitude,
            longitude=place.longitude, cell=place.cell, place=place.words, opened_at=submission.opened_at,
            actor=submission.actor, demonstration=submission.demonstration,
        ))  # fmt: skip
    evidence.adopt_draft(draft.digest if draft else "", case, attachments=_files(compiled, answers))
    return case


def _files(compiled: CompiledService, answers: CleanAnswers) -> list[str]:
    """Ids of every file that the clean answers name."""
    return [identifier for key in compiled.file_fields for identifier in answers.all.get(key, [])]


def _id_of(compiled: CompiledService) -> int:
    if compiled.version_id is None:
        raise ValueError(f'"{compiled.key}" is not published: only a published version opens cases')
    return compiled.version_id
