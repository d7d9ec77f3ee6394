"""Sending one template to one audience, once.

A message row is written before sending; its `dedupe` key (outbox entry, recipient, channel) and the stable
Message-ID make a second try harmless. Nobody to tell, or no template for the channel, is recorded as
suppressed with its reason: silence is never silent.
"""

from dataclasses import dataclass

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.cases.models import Case, CaseEvent
from casetypes.channels import sms
from casetypes.channels.base import Channel, NotNow, NotTaken, Outgoing
from casetypes.channels.carrying import hand_over, is_held
from casetypes.definitions import selectors
from casetypes.definitions.schema.city import MessageTemplate
from casetypes.kernel import clock
from casetypes.kernel.registry import channels
from casetypes.kernel.text import pick
from casetypes.notifications import words
from casetypes.notifications.audiences import Recipient, reachable_by_text, recipients
from casetypes.notifications.models import Message

log = structlog.get_logger()


@dataclass(frozen=True)
class Telling:
    """One template to be told about one event of one case; `entry` is the outbox entry that asks for it."""

    case: Case
    event: CaseEvent
    key: str
    template: MessageTemplate
    audience: str
    entry: int | None


def tell(case: Case, event: CaseEvent, *, template: str, to: str | None, entry: int | None) -> list[Message]:
    """Send by every channel the template has words for. Raises what the channel raises: the outbox retries."""
    words_of = selectors.message(template)
    telling = Telling(case, event, template, words_of, to or words_of.audience, entry)
    if not words_of.email:
        return [_suppress(telling, "email", "the template has no words for e-mail")]
    return _by(telling, "email") + _by_text(telling)


def _by(telling: Telling, channel_key: str) -> list[Message]:
    channel: Channel = channels.get(channel_key)
    people = recipients(telling.case, telling.audience, channel.kind)
    if not people:
        return [_suppress(telling, channel_key, f"no {channel.kind} known for {telling.audience}")]
    return [_send(telling, channel_key, channel, person) for person in people]


def _by_text(telling: Telling) -> list[Message]:
    """What the city calls critical goes to the reporter's phone too, where the city sends texts. No row when there is
    no phone to reach or no texts at all; a rehearsal sends none."""
    wanted = telling.template.critical and telling.template.short and telling.audience == "reporter"
    if not wanted or is_held() or not sms.is_configured():
        return []
    people = reachable_by_text(telling.case)
    if people and not sms.is_open():
        return [_suppress(telling, "sms", "the cost cap of text messages is reached")]
    return [_send_text(telling, person) for person in people]


def _send_text(telling: Telling, person: Recipient) -> Message:
    """A number that the carrier never takes is on record and tried no more. A carrier that is busy is asked again by
    `waiting_texts`: raising here would send the letter, which has left already, a second time."""
    message = _row(telling, "sms", person)
    if message.state == Message.FAILED:
        return message
    try:
        return _send(telling, "sms", channels.get("sms"), person)
    except NotNow:
        log.warning("text.waits", message=message.pk)
    except NotTaken as error:
        message.state, message.reason = Message.FAILED, f"the carrier refused it: {error.code}"
        message.save(update_fields=["state", "reason"])
    return message


def _send(telling: Telling, channel_key: str, channel: Channel, person: Recipient) -> Message:
    message = _row(telling, channel_key, person)
    if message.state == Message.SENT:
        return message
    message.reference = hand_over(channel, _compose(telling, person, message))
    message.state, message.sent_at = Message.SENT, clock.now()
    message.save(update_fields=["reference", "state", "sent_at"])
    return message


def _row(telling: Telling, channel_key: str, person: Recipient) -> Message:
    message, _made = Message.objects.get_or_create(
        dedupe=f"{telling.entry or telling.event.pk}:{telling.key}:{person.key}:{channel_key}",
        defaults={
            "case": telling.case, "template": telling.key, "audience": telling.audience,
            "channel": channel_key, "language": person.language, "contact_point": person.contact_point,
            "created_at": clock.now(),
        },
    )  # fmt: skip
    return message


def _compose(telling: Telling, person: Recipient, message: Message) -> Outgoing:
    facts = words.facts(telling.case, telling.event, person.language)
    if telling.audience == "followers":
        facts = words.for_followers(telling.case, facts, person.language)
    if message.channel == "sms":
        text = words.fill(pick(telling.template.short, person.language), facts)
        if telling.audience == "reporter" and facts["link"] and facts["link"] in text:
            with translation.override(person.language):
                text = f"{text} {_('Personal link, do not share it.')}"
        return Outgoing(person.address, "", text, _identity(telling, message), about="notification")
    email = telling.template.email
    assert email is not None  # `tell` looked
    subject = words.fill(pick(email.subject, person.language), facts)
    body = words.fill(pick(email.body, person.language), facts)
    with translation.override(person.language):
        if telling.audience == "reporter":
            body += f"\n\n{_('The link is personal: whoever has it can act in your name. Do not share it.')}"
        if person.leaving_url:
            body += f"\n\n{_('You do not want to hear of it any more? Stop here:')} {person.leaving_url}"
        html = render_to_string(
            "notifications/email.html",
            {"subject": subject, "paragraphs": body.split("\n\n"), "facts": facts, "to": telling.audience},
        )
    identity = _identity(telling, message)
    return Outgoing(person.address, subject, body, identity, html, facts["city"], person.language)


def _identity(telling: Telling, message: Message) -> str:
    host = settings.PUBLIC_URL.split("//")[-1].split(":")[0].split("/")[0]
    return f"{telling.case.folio}.{telling.entry or telling.event.pk}.{message.pk}@{host}"


def _suppress(telling: Telling, channel_key: str, reason: str) -> Message:
    message, _made = Message.objects.get_or_create(
        dedupe=f"{telling.entry or telling.event.pk}:{telling.key}:nobody:{channel_key}",
        defaults={
            "case": telling.case, "template": telling.key, "audience": telling.audience,
            "channel": channel_key, "language": telling.case.language, "state": Message.SUPPRESSED,
            "reason": reason, "created_at": clock.now(),
        },
    )  # fmt: skip
    return message
