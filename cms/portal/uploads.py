"""Files sent with a page of a report: received at once, so that a wrong answer beside them loses none."""

from typing import cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casetypes.access.actors import PUBLIC
from casetypes.evidence import services as evidence
from casetypes.forms.builder import AnswersForm
from casetypes.forms.files import FileOptions
from casetypes.kernel.errors import DomainError, Invalid
from cms.portal.journey import Step
from cms.portal.visit import Visit

MOST_FILES = 40  # received for one draft, removed ones included: a bound on what a stranger can store here


def receive(visit: Visit, step: Step, form: AnswersForm) -> bool:
    """Take in what was uploaded to fields whose count and size are right. False when a file was refused;
    the reason stands at its field, the other files are kept."""
    accepted = True
    for key, files in form.uploads().items():
        for file in files:
            accepted = _receive_one(visit, step, form, key, file) and accepted
    return accepted


def _receive_one(visit: Visit, step: Step, form: AnswersForm, key: str, file: UploadedFile) -> bool:
    if visit.received >= MOST_FILES:
        form.add_error(key, _("Too many files were sent with this report. Send it without this one."))
        return False
    try:
        attachment = evidence.receive(
            content=file,
            name=file.name or "",
            field=key,
            actor=PUBLIC,
            draft=visit.draft_key,
            spec=cast(FileOptions, step.fields[key]),
            confidential=visit.confidential,
        )
    except Invalid as error:
        for text in error.fields.get(key) or [error.message]:
            form.add_error(key, ValidationError(f"{file.name}: {text}"))
        return False
    except DomainError as error:
        form.add_error(key, error.message)
        return False
    visit.add(attachment)
    return True


def remove(visit: Visit, identifier: str) -> None:
    """Forget one photo of this draft; somebody else's id does nothing."""
    mine = [file for file in visit.files if str(file.pk) == identifier]
    evidence.discard(mine)
    visit.drop(identifier)
