"""Reading citizens: which records are one person's, which addresses they have proven, what they agreed to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casetypes.citizens import contacts, recycled
from casetypes.citizens.keys import key_of
from casetypes.citizens.models import Citizen, Consent, ContactPoint
from casetypes.kernel import sealing


@dataclass(frozen=True)
class Address:
    """One contact point, opened: only for its owner's own pages and for sending."""

    number: int
    kind: str
    value: str
    proven_at: datetime | None

    @property
    def is_silent(self) -> bool:
        """A number that was proven too long ago to open the account alone."""
        return recycled.is_silent(self.kind, self.proven_at)


def records_of(citizen_id: UUID | str) -> list[UUID]:
    """The person's own record and those of reports that were made with an address they have proven. Two queries.

    Records of other people who proved the same address are left out: only unproven points follow the address, and of
    a number only while it was theirs (`recycled`).
    """
    own = UUID(str(citizen_id))
    proven = list(ContactPoint.objects.filter(citizen=own, verified_at__isnull=False))
    same = ContactPoint.objects.filter(recycled.typed_by_its_owner(proven))
    others = same.values_list("citizen_id", flat=True).distinct() if proven else ()
    return [own, *others]


def owner_of(kind: str, value: str) -> Citizen | None:
    """Who has proven that address, the latest proof first; None when nobody has, or a number so long ago that it may
    be somebody else's by now (`recycled`)."""
    return owner_of_digest(contacts.digest(kind, value))


def owner_of_digest(digest: str) -> Citizen | None:
    points = ContactPoint.objects.filter(recycled.speaks(), digest=digest)
    point = (
        points.filter(citizen__wrapped_key__isnull=False)
        .select_related("citizen")
        .order_by("-verified_at")
        .first()
    )
    return point.citizen if point else None


def owner_among(citizen_id: str, given: Mapping[str, str]) -> Citizen | None:
    """The citizen when every contact given is one they have proven; also when none is given."""
    citizen = Citizen.objects.filter(pk=citizen_id, wrapped_key__isnull=False).first()
    digests = {contacts.digest(kind, value) for kind, value in given.items() if value}
    if citizen is None or not digests:
        return citizen
    proven = citizen.contact_points.filter(digest__in=digests, verified_at__isnull=False)
    return citizen if set(proven.values_list("digest", flat=True)) == digests else None


def addresses(citizen: Citizen) -> list[Address]:
    """What the person has proven, oldest first."""
    points = citizen.contact_points.filter(verified_at__isnull=False).order_by("verified_at", "pk")
    return [opened(citizen, point) for point in points]


def has_proven_address(citizen: Citizen) -> bool:
    """Whether a code can reach the person; opens nothing."""
    return citizen.contact_points.filter(verified_at__isnull=False).exists()


def opened(citizen: Citizen, point: ContactPoint) -> Address:
    """Raises Erased when the person's key is gone."""
    plain = sealing.open_sealed(
        bytes(point.sealed), key_of(citizen), contacts.context(citizen.pk, point.kind)
    )
    return Address(point.pk, point.kind, plain.decode(), point.verified_at)


def consents_of(records: Iterable[UUID]) -> list[Consent]:
    """Everything agreed to under these records, the newest first."""
    return list(Consent.objects.filter(citizen__in=list(records)).order_by("-given_at", "-pk"))
