"""E-mail through Django's configured backend (SMTP in production)."""

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
            headers={"Message-ID": f"<{message.message_id}>", "Content-Language": message.language},
        )
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        mail.send(fail_silently=False)
        return message.message_id


channels.register("email", Email())
