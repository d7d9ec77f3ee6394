"""The history of a case in words: what, who as a role (and by name for staff), when and why."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casetypes.cases.corrections.services import KIND
from casetypes.cases.migration.reading import versions_of
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.role_names import role_name
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.forms import directories
from casetypes.forms.builder import type_of
from casetypes.kernel.text import pick
from casetypes.notifications.models import Message
from cms.workspace.case import corrected
from cms.workspace.case.corrected import Reader
from cms.workspace.words import PRIORITY_WORDS, STATUS_WORDS

MESSAGE_STATES = {
    Message.SENT: gettext_lazy("sent"),
    Message.SUPPRESSED: gettext_lazy("not sent"),
    Message.FAILED: gettext_lazy("failed"),
    Message.WAITING: gettext_lazy("waiting"),
}
CHANNELS = {"email": gettext_lazy("e-mail")}
NOBODY = re.compile(r"no (?P<channel>\S+) known for (?P<audience>\S+)")


@dataclass(frozen=True)
class Entry:
    """`status` is the public status after it; `details` are (label, value) pairs; `icon` is an admin icon."""

    at: datetime
    icon: str
    title: str
    who: str = ""
    status: str = ""
    status_word: str = ""
    details: tuple[tuple[str, str], ...] = ()
    public: bool = False


def timeline(case: Case, *, anonymised: bool = False, reader: Reader | None = None) -> list[Entry]:
    """Newest first, corrections with the answers that `reader` may read; two queries, three for a case that ever
    changed its version. Who reads anonymised sees that something was written, not what."""
    language = get_language() or "es"
    events = list(CaseEvent.objects.filter(case=case).select_related("user"))
    version_at = versions_of(case, [event for event in events if event.kind == "migrated"])
    entries = [_of_event(event, version_at(event.at), language, reader) for event in events]
    entries += [_of_message(message) for message in Message.objects.filter(case=case)]
    if anonymised:
        entries = [replace(entry, details=()) for entry in entries]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def since(case: Case, revision: int) -> tuple[Entry, ...]:
    """What happened after the case had that revision, oldest first. One query."""
    events = CaseEvent.objects.filter(case=case, revision__gt=revision).select_related("user").order_by("id")
    compiled = definitions.compiled(case.version_id)
    return tuple(_of_event(event, compiled, get_language() or "es") for event in events)


def _of_event(
    event: CaseEvent, compiled: CompiledService, language: str, reader: Reader | None = None
) -> Entry:
    icon, title = _words(event, compiled, language)
    told = (
        corrected.details(event, compiled, reader)
        if event.kind == KIND and reader
        else _details(event, compiled, language)
    )
    moved = event.kind in {"transition", "opened", "imported"}
    return Entry(
        at=event.at, icon=icon, title=title, who=_who(event), public=event.public,
        status=event.public_status if moved else "",
        status_word=str(STATUS_WORDS.get(event.public_status, "")) if moved else "",
        details=tuple(told),
    )  # fmt: skip


def _who(event: CaseEvent) -> str:
    """Name and role; of a deputy the role in which they stood in for somebody, never for whom."""
    role = role_name(event.actor_role)
    if event.data.get("standing_in_for"):
        role = _("as deputy of: %(role)s") % {"role": role}
    return f"{event.user} · {role}" if event.user else role


def _words(event: CaseEvent, compiled: CompiledService, language: str) -> tuple[str, str]:
    """Icon and title of one event."""
    fixed = {
        "opened": ("mail", _("The report was received")),
        "imported": ("upload", _("Taken over from an earlier system")),
        "note": ("comment", _("Internal note")),
        "assignment": ("user", _("Assigned")),
        "priority": ("order", _("Priority changed")),
        "work_order": ("tick-inverse", _("Work order closed")),
        "migrated": ("history", pick(event.text, language)),
        KIND: ("edit", pick(event.text, language)),
    }
    if event.kind in fixed:
        return fixed[event.kind]
    if event.kind == "checklist":
        spec = compiled.spec.checklists.get(event.name)
        title = pick(spec.title, language) if spec else event.name
        return "list-ul", _("Checklist filled: %(title)s") % {"title": title}
    if event.kind == "clock":
        return "time", _clock_words(event, compiled, language)
    return "arrow-right", pick(event.text, language) or event.name


def _clock_words(event: CaseEvent, compiled: CompiledService, language: str) -> str:
    spec = compiled.spec.clocks.get(str(event.data.get("clock", "")))
    title = pick(spec.title, language) if spec else ""
    if event.name == "recomputed":
        return pick(event.text, language)
    mark = event.data.get("mark", "")
    if event.name == "overdue":
        return _("The deadline passed: %(clock)s") % {"clock": title}
    return _("%(mark)s of the time is used: %(clock)s") % {"mark": mark, "clock": title}


def _details(event: CaseEvent, compiled: CompiledService, language: str) -> list[tuple[str, str]]:
    found = []
    transition = compiled.spec.transitions.get(event.name)
    for key, value in event.data.get("input", {}).items():
        spec = transition.input.get(key) if transition else None
        label = pick(spec.label, language) if spec else key
        found.append((label or key, type_of(spec).display(value, spec, language) if spec else str(value)))
    if event.kind == "priority":
        words = {side: str(PRIORITY_WORDS[event.data[side]]) for side in ("before", "after")}
        found.append((_("Priority"), _("%(before)s → %(after)s") % words))
        found.append((_("Reason"), str(event.data["because"])))
    if "note" in event.data:
        found.append(("", str(event.data["note"])))
    if referred := event.data.get("referred"):
        found.append((_("Handed to"), directories.desk_name(referred["to"], language)))
    if escalated := event.data.get("escalated"):
        found.append((_("Escalated to"), directories.desk_name(escalated["to"], language)))
    if event.kind == "assignment" and event.data.get("crew"):
        found.append((_("Crew"), directories.crew_name(event.data["crew"], language)))
    return found


def _audience(ref: str) -> str:
    return _("the desk") if ref == "desk" else role_name(ref)


def _reason(reason: str) -> str:
    """Why a message was not sent, in the reader's language; what a channel answered stays as it is."""
    if nobody := NOBODY.fullmatch(reason):
        channel = CHANNELS.get(nobody["channel"], nobody["channel"])
        return _("No %(channel)s is known for: %(audience)s") % {
            "channel": channel, "audience": _audience(nobody["audience"]),
        }  # fmt: skip
    return _(reason)


def _of_message(message: Message) -> Entry:
    title = _("Message “%(template)s” to %(audience)s by %(channel)s: %(state)s") % {
        "template": message.template.replace("_", " "), "audience": _audience(message.audience),
        "channel": CHANNELS.get(message.channel, message.channel),
        "state": MESSAGE_STATES[message.state],
    }  # fmt: skip
    details = ((_("Reason"), _reason(message.reason)),) if message.reason else ()
    return Entry(at=message.sent_at or message.created_at, icon="mail", title=title, details=details)
