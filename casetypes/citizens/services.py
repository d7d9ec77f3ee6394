"""Writing citizens: who reported, how to reach them, what they agreed to, and sealing what they said."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from casetypes.audit import rows
from casetypes.citizens import contacts as contact_points
from casetypes.citizens import recycled
from casetypes.citizens.keys import key_of, new_wrapped_key
from casetypes.citizens.models import Citizen, Consent, ContactPoint
from casetypes.kernel import clock, sealing
from casetypes.kernel.extension_points import citizen_erased
from casetypes.kernel.hashing import canonical_json


def register(*, contacts: Mapping[str, str], language: str, apart: bool = False) -> Citizen:
    """The citizen of a new report. `contacts` maps "email" and "phone" (E.164) to values; empty ones are skipped.

    It is a known person only when every contact given is theirs and proven; whoever types somebody else's
    address gets a record of their own, so that nothing of the other person comes into reach. `apart` always makes
    a record of its own: nothing links a confidential report to what the same person reports openly.
    """
    given = {kind: value for kind, value in contacts.items() if value}
    known = None if apart else _proven_owner(given)
    if known is not None:
        return known
    citizen = Citizen(wrapped_key=new_wrapped_key(), language=language)
    key = key_of(citizen)
    rows.insert(citizen, *(_point(citizen, kind, value, key) for kind, value in given.items()))
    return citizen


def _proven_owner(given: Mapping[str, str]) -> Citizen | None:
    """The one citizen who has proven all of these contact points."""
    if not given:
        return None
    digests = {contact_points.digest(kind, value) for kind, value in given.items()}
    owners: dict[UUID, set[str]] = {}
    for citizen_id, digest in _proven(digests):
        owners.setdefault(citizen_id, set()).add(digest)
    matching = [citizen_id for citizen_id, found in owners.items() if found == digests]
    if not matching:
        return None
    return Citizen.objects.filter(pk__in=matching, wrapped_key__isnull=False).order_by("created_at").first()


def _proven(digests: set[str]) -> list[tuple[UUID, str]]:
    """(citizen, digest) of proven contact points. Asked of every report, and nearly always nothing is found: plain
    SQL costs a third of the time of a queryset."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT citizen_id, digest FROM citizens_contactpoint"
            " WHERE digest = ANY(%s) AND verified_at IS NOT NULL AND (kind <> 'phone' OR verified_at >= %s)",
            [list(digests), recycled.oldest_proof()],
        )
        return cursor.fetchall()


def _point(citizen: Citizen, kind: str, value: str, key: bytes) -> ContactPoint:
    plain = contact_points.normalised(kind, value)
    sealed = sealing.seal(plain.encode(), key, contact_points.context(citizen.pk, kind))
    return ContactPoint(citizen=citizen, kind=kind, sealed=sealed, digest=contact_points.digest(kind, value))


def verify_contact(*, citizen: Citizen, kind: str, value: str) -> bool:
    """Mark a contact point as proven (a code or a signed link reached its owner); False when it is not theirs."""
    points = citizen.contact_points.filter(digest=contact_points.digest(kind, value))
    return bool(points.filter(verified_at__isnull=True).update(verified_at=clock.now()) or points.exists())


def prove_contact(
    *, citizen: Citizen, kind: str, value: str, held_since: datetime | None = None
) -> ContactPoint:
    """The contact point of somebody who has just shown that it is theirs; made when they did not have it. With
    `held_since` nothing that was said with it before is theirs."""
    key = key_of(citizen)
    point = citizen.contact_points.filter(digest=contact_points.digest(kind, value)).first()
    point = point or _point(citizen, kind, value, key)
    point.verified_at, point.held_since = clock.now(), held_since or point.held_since
    point.save()
    return point


def correct_contact(*, citizen: Citizen, kind: str, before: str | None, after: str | None) -> None:
    """Reach somebody by another address than the one that was noted down wrongly, which is forgotten. A proven one is
    its owner's and stays, see `is_proven`."""
    if before:
        wrong = citizen.contact_points.filter(digest=contact_points.digest(kind, before))
        wrong.filter(verified_at__isnull=True).delete()
    known = after and citizen.contact_points.filter(digest=contact_points.digest(kind, after)).exists()
    if after and not known:
        rows.insert(_point(citizen, kind, after, key_of(citizen)))


def is_proven(citizen: Citizen, kind: str, value: str) -> bool:
    """Whether the person has shown that this address is theirs."""
    found = citizen.contact_points.filter(digest=contact_points.digest(kind, value))
    return found.filter(verified_at__isnull=False).exists()


def newcomer(*, language: str) -> Citizen:
    """A new person of whom nothing is known yet."""
    return Citizen.objects.create(wrapped_key=new_wrapped_key(), language=language)


def consent(
    *, citizen: Citizen, notice: str, version: str, channel: str, at: datetime | None = None
) -> Consent:
    """Record what was agreed to, in which version, when and through which channel.

    Source: LGPDPPSO of 2025, Title Two, chapter I, principles of consent and information.
    """
    given = Consent(
        citizen=citizen, notice=notice, version=version, channel=channel, given_at=at or clock.now()
    )
    rows.insert(given)
    return given


def contact(citizen: Citizen, kind: str) -> str | None:
    """The newest address or phone of a citizen, proven ones first; None when there is none or all is erased."""
    if citizen.wrapped_key is None:
        return None
    points = sorted(
        (point for point in citizen.contact_points.all() if point.kind == kind),
        key=lambda point: (point.verified_at is not None, point.created_at, point.pk),
    )
    if not points:
        return None
    opened = sealing.open_sealed(
        bytes(points[-1].sealed), key_of(citizen), contact_points.context(citizen.pk, kind)
    )
    return opened.decode()


def seal_answers(citizen: Citizen, data: Mapping[str, object], context: str) -> bytes:
    """JSON-shaped answers sealed under the citizen's key; `context` binds them to their place ("case:FOLIO")."""
    return sealing.seal(canonical_json(data), key_of(citizen), context.encode())


def open_answers(citizen: Citizen, sealed: bytes, context: str) -> dict[str, object]:
    """What `seal_answers` sealed; raises SealBroken, or Erased when the person's key is gone."""
    return json.loads(sealing.open_sealed(bytes(sealed), key_of(citizen), context.encode()))


def erase(citizen: Citizen) -> None:
    """Destroy the person's key and contact points: nothing sealed under it opens again, backups included.

    What rooms above keep of the person (account, sessions, identities of a provider) goes with it.
    """
    with transaction.atomic():
        citizen_erased.call(citizen)
        citizen.contact_points.all().delete()
        citizen.wrapped_key = None
        citizen.erased_at = clock.now()
        citizen.save(update_fields=["wrapped_key", "erased_at"])
