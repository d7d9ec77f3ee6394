"""Following a case of the neighbourhood: by its folio, without being its reporter, until the link in a letter ends it.

What is told is public: the status and the address of the public page, never the reporter's own link.
"""

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.accounts import letters
from casetypes.accounts.models import Follow
from casetypes.audit import services as audit
from casetypes.cases import public
from casetypes.cases.models import Case
from casetypes.cases.selectors import visible_to
from casetypes.channels.base import Channel, NotNow, NotTaken
from casetypes.channels.carrying import hand_over
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.kernel.errors import NotFound, Refused
from casetypes.kernel.registry import channels

MOST = 50


def follow(citizen: Citizen, folio: str) -> Follow:
    """Raises NotFound for an unknown folio and a confidential case alike, Refused for one's own and beyond fifty."""
    found = public.by_folio_public(folio)
    if found is None:
        raise NotFound(_("There is no case with that folio."))
    if visible_to(Actor(kind="reporter", citizen_id=str(citizen.pk))).filter(pk=found.case.pk).exists():
        raise Refused(
            _("This report is already yours: it is among your reports, and we write to you about it.")
        )
    known = Follow.objects.filter(citizen=citizen, case=found.case).first()
    if known is not None:
        return known
    if Follow.objects.filter(citizen=citizen).count() >= MOST:
        raise Refused(_("You follow %(most)d reports already: leave one of them first.") % {"most": MOST})
    made, fresh = Follow.objects.get_or_create(
        citizen=citizen, case=found.case, defaults={"told": found.case.public_status}
    )
    if fresh:
        _record("account.follow", citizen, made.case)
    return made


def of(citizen: Citizen) -> list[Follow]:
    """What the person follows, what changed last first. Two queries."""
    rows = Follow.objects.filter(citizen=citizen, case__case_type__confidential=False)
    return list(rows.select_related("case__zone").order_by("-case__changed_at", "pk"))


def is_followed(citizen: Citizen, folio: str) -> bool:
    return Follow.objects.filter(citizen=citizen, case__folio=folio).exists()


def leave(citizen: Citizen, folio: str) -> None:
    """Not to be told any more; nothing happens when it was not followed."""
    _leave(
        Follow.objects.filter(citizen=citizen, case__folio=folio).select_related("case", "citizen").first()
    )


def leaving_token(follow: Follow) -> str:
    """For the link in a letter: ends that one follow, in this city only, and opens nothing else."""
    return signing.dumps(follow.pk, salt=_salt())


def leaving_path(follow: Follow) -> str:
    """Where that link leads, in the language of the person."""
    language = follow.citizen.language
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{prefix}/mi-cuenta/dejar-de-seguir/{leaving_token(follow)}/"


def of_token(token: str) -> Follow | None:
    """The follow that a letter's link is about; None when it has ended. Raises NotFound for a token not ours."""
    try:
        number = signing.loads(token, salt=_salt())
    except signing.BadSignature:
        raise NotFound(_("This link is not complete. Open it again from the message.")) from None
    return Follow.objects.select_related("case", "citizen").filter(pk=number).first()


def leave_by_token(token: str) -> None:
    _leave(of_token(token))


def tell_changes(limit: int = 200) -> int:
    """Write to followers of cases whose public status changed since they were told; returns how many letters.

    Each is marked before its letter leaves: a worker killed in between loses a letter and never sends two.
    """
    changed = Follow.objects.exclude(told=F("case__public_status")).filter(
        case__case_type__confidential=False
    )
    told = 0
    for row in changed.select_related("case", "citizen").order_by("pk")[:limit]:
        status = row.case.public_status
        if Follow.objects.filter(pk=row.pk, told=row.told).update(told=status):
            told += _tell(row)
    return told


def _tell(row: Follow) -> bool:
    address = citizens.contact(row.citizen, "email")
    if not address:
        return False
    channel: Channel = channels.get("email")
    try:
        hand_over(channel, letters.of_follow(row, address, leaving_path(row)))
    except (NotNow, NotTaken, OSError):
        Follow.objects.filter(pk=row.pk).update(told=row.told)
        return False
    return True


def _leave(row: Follow | None) -> None:
    if row is not None:
        row.delete()
        _record("account.unfollow", row.citizen, row.case)


def _record(action: str, citizen: Citizen, case: Case) -> None:
    audit.record(
        action=action, actor="citizen", subject=f"case:{case.folio}", data={"citizen": str(citizen.pk)}
    )


def _salt() -> str:
    return f"agora.{settings.CITY}.unfollow"
