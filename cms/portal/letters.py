"""The e-mail with the link to a draft. Sent at once: a mail server that does not answer is reported to the person."""

from datetime import datetime
from smtplib import SMTPException

import structlog
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.definitions.compiled import CompiledService
from casetypes.kernel.text import pick

log = structlog.get_logger()


def send_draft_link(address: str, link: str, compiled: CompiledService, until: datetime | None) -> bool:
    """False when the mail server did not take it. A confidential service is not named."""
    service = "" if compiled.spec.confidential else pick(compiled.spec.title, get_language() or "es")
    subject = (
        _("Go on with your report: %(service)s") % {"service": service}
        if service
        else _("Go on where you stopped")
    )
    body = render_to_string("portal/mail/draft.txt", {"link": link, "service": service, "until": until})
    return _send(address, subject, body)


def _send(address: str, subject: str, body: str) -> bool:
    try:
        EmailMessage(subject=subject, body=body, to=[address]).send()
    except (SMTPException, OSError) as error:
        log.warning("portal.mail_failed", error=type(error).__name__)
        return False
    return True
