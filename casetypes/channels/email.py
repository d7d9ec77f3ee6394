"""E-mail through Django's configured backend (SMTP in production)."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from casetypes.channels.base import Outgoing
from casetypes.kernel.registry import channels


class Email:
    kind = "email"

    def send(self, message: Outgoing) -> str:
        mail = EmailMultiAlternatives(
            subject=" ".join(message.subject.split()),
            body=message.text,
            to=[message.to],
            from_email=_from(message.sender),
            headers={"Message-ID": f"<{message.message_id}>", "Content-Language": message.language},
        )
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        mail.send(fail_silently=False)
        return message.message_id


def _from(sender: str) -> str | None:
    """The city's name before the configured address; None is Django's default."""
    return formataddr((sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])) if sender else None


channels.register("email", Email())
