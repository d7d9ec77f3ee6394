"""From an identity of Llave MX to a citizen record: one here for one there, and never two records made one in silence.

1. An identity known here is its citizen.
2. Otherwise the records that are surely the same person's are looked up: an e-mail that Llave MX verified and that was
   proven here, or a CURP that came the same way before. One of them: the identity is tied to it.
3. Several of them, or one that is not whoever is signed in: the person is asked (`Choice`), and nothing is written.
4. None: a record of its own.

A record that is tied to another identity is only taken when the CURP is the same (the person made a new Llave MX);
somebody else who shares a mailbox is not that person.
"""

import uuid
from dataclasses import dataclass
from typing import Literal

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from casetypes.accounts.llave_mx.models import LlaveMxIdentity
from casetypes.accounts.llave_mx.protocol import Person
from casetypes.audit import services as audit
from casetypes.citizens import contacts, selectors
from casetypes.citizens import services as citizens
from casetypes.citizens.keys import key_of, master
from casetypes.citizens.models import Citizen
from casetypes.kernel import clock, sealing
from casetypes.kernel.errors import Conflict, Refused

How = Literal["known", "email", "curp", "own", "chosen", "new"]


@dataclass(frozen=True)
class Entered:
    """Whose account it is, and what tied the two."""

    citizen: Citizen
    how: How


@dataclass(frozen=True)
class Choice:
    """Records that may be meant, the one signed in first. Nothing was written."""

    citizens: tuple[Citizen, ...]


def arrive(person: Person, *, signed_in: Citizen | None = None, language: str = "es") -> Entered | Choice:
    """Whose record this person's is; ties them where that is beyond doubt."""
    with transaction.atomic():
        _one_at_a_time(person)
        known = _known(person)
        if known is not None:
            return _again(known, person, signed_in)
        if signed_in is not None and _tied_to_another(signed_in, person):
            raise Conflict(
                _("This account already has another Llave MX. Remove that one first, then link this one.")
            )
        found = _distinct(signed_in, *_same_person(person))
        if len(found) > 1:
            return Choice(found)
        if found:
            return Entered(found[0], _tie(person, found[0], _by(person, found[0], signed_in)))
        citizen = _new_record(person, language)
        return Entered(citizen, _tie(person, citizen, "new"))


def choose(person: Person, citizen_id: uuid.UUID, *, signed_in: Citizen | None = None) -> Entered:
    """What the person answered to a `Choice`; looked up anew, for an answer can be old. Raises Conflict."""
    with transaction.atomic():
        _one_at_a_time(person)
        known = _known(person)
        citizen = next((each for each in meant(person, signed_in=signed_in) if each.pk == citizen_id), None)
        if citizen is None:
            raise Conflict(_("That account cannot be chosen any more. Start again with Llave MX."))
        return Entered(citizen, "known" if known else _tie(person, citizen, "chosen"))


def meant(person: Person, *, signed_in: Citizen | None = None) -> tuple[Citizen, ...]:
    """The records among which the person may choose, the one signed in first. Writes nothing."""
    known = _known(person)
    return (known.citizen,) if known else _distinct(signed_in, *_same_person(person))


def forget(citizen: Citizen) -> None:
    """Whoever deletes the account or is erased leaves no identity behind."""
    LlaveMxIdentity.objects.filter(citizen=citizen).delete()


def unlink(citizen: Citizen) -> bool:
    """Forget the identity and the CURP that came with it; False when there was none. The account stays.

    Raises Refused when there is no proven address: nobody could sign in again.
    """
    with transaction.atomic():
        Citizen.objects.select_for_update().get(pk=citizen.pk)
        if identity_of(citizen) and not selectors.has_proven_address(citizen):
            raise Refused(
                _("Add an e-mail address or a phone first: without one you could not sign in again.")
            )
        gone, _models = LlaveMxIdentity.objects.filter(citizen=citizen).delete()
        if gone:
            audit.record(
                action="account.llave_mx_unlinked", actor="citizen", subject=f"citizen:{citizen.pk}", data={}
            )
    return bool(gone)


def identity_of(citizen: Citizen) -> LlaveMxIdentity | None:
    return LlaveMxIdentity.objects.filter(citizen=citizen).first()


def curp_of(citizen: Citizen) -> str:
    """The CURP that came with Llave MX; "" when there is none. Raises Erased."""
    identity = identity_of(citizen)
    if identity is None or not identity.curp_sealed:
        return ""
    return sealing.open_sealed(bytes(identity.curp_sealed), key_of(citizen), _context(citizen)).decode()


def told(citizen: Citizen) -> dict[str, object] | None:
    """What is kept of it, for its owner to take along."""
    identity = identity_of(citizen)
    if identity is None:
        return None
    return {"linked_at": identity.linked_at, "used_at": identity.used_at, "curp": curp_of(citizen)}


def _again(known: LlaveMxIdentity, person: Person, signed_in: Citizen | None) -> Entered | Choice:
    """An identity that was here before; signed in as somebody else, the person is asked."""
    if signed_in is not None and signed_in.pk != known.citizen_id:
        return Choice((known.citizen,))
    known.used_at = clock.now()
    known.save(update_fields=["used_at"])
    return Entered(known.citizen, "known")


def _known(person: Person) -> LlaveMxIdentity | None:
    """The identity as it is tied now; of a person whose data was erased nothing is left."""
    identity = (
        LlaveMxIdentity.objects.select_related("citizen").filter(subject=_subject_digest(person)).first()
    )
    if identity is not None and identity.citizen.wrapped_key is None:
        identity.delete()
        return None
    return identity


def _same_person(person: Person) -> list[Citizen]:
    """Accounts that are surely this person's, oldest first: by the CURP, then by the verified e-mail."""
    curp = _curp_digest(person)
    by_curp = Citizen.objects.filter(llave_mx__curp_digest=curp) if curp else Citizen.objects.none()
    found = list(by_curp.filter(wrapped_key__isnull=False).order_by("created_at"))
    owner = selectors.owner_of("email", person.email) if person.email else None
    if owner is not None and not _tied_to_another(owner, person):
        found.append(owner)
    return list(_distinct(*found))


def _tied_to_another(citizen: Citizen, person: Person) -> bool:
    """Whether the record has another identity, and not one that the same CURP came with."""
    curp = _curp_digest(person)
    identity = identity_of(citizen)
    return identity is not None and not (curp and identity.curp_digest == curp)


def _distinct(*found: Citizen | None) -> tuple[Citizen, ...]:
    return tuple({each.pk: each for each in found if each is not None}.values())


def _by(person: Person, citizen: Citizen, signed_in: Citizen | None) -> How:
    if signed_in is not None and signed_in.pk == citizen.pk:
        return "own"
    same = getattr(citizen, "llave_mx", None)
    return "curp" if same is not None and same.curp_digest == _curp_digest(person) else "email"


def _new_record(person: Person, language: str) -> Citizen:
    """A record of its own. A verified e-mail comes along as proven, unless it is somebody else's here."""
    citizen = citizens.newcomer(language=language)
    if person.email and selectors.owner_of("email", person.email) is None:
        citizens.prove_contact(citizen=citizen, kind="email", value=person.email)
    return citizen


def _tie(person: Person, citizen: Citizen, how: How) -> How:
    """Write the identity; one that the same person had before is replaced."""
    sealed = sealing.seal(person.curp.encode(), key_of(citizen), _context(citizen)) if person.curp else b""
    LlaveMxIdentity.objects.update_or_create(
        citizen=citizen,
        defaults={
            "subject": _subject_digest(person),
            "curp_digest": _curp_digest(person),
            "curp_sealed": sealed,
            "linked_at": clock.now(),
            "used_at": clock.now(),
        },
    )
    audit.record(
        action="account.llave_mx_linked",
        actor="citizen",
        subject=f"citizen:{citizen.pk}",
        data={"identity": _subject_digest(person), "how": how},
    )
    return how


def _subject_digest(person: Person) -> str:
    return sealing.lookup_digest(f"llave_mx:{person.subject}", master())


def _curp_digest(person: Person) -> str:
    return sealing.lookup_digest(f"curp:{person.curp}", master()) if person.curp else ""


def _context(citizen: Citizen) -> bytes:
    """Where a sealed CURP belongs; it opens nowhere else."""
    return f"curp:{citizen.pk}".encode()


def _one_at_a_time(person: Person) -> None:
    """Two arrivals of one identity, of one CURP or of one address wait for each other, in one order."""
    named = {f"llave_mx:{digest}" for digest in (_subject_digest(person), _curp_digest(person)) if digest}
    if person.email:
        named.add(f"person:{contacts.digest('email', person.email)}")  # as `accounts.services` names it
    with connection.cursor() as cursor:
        for name in sorted(named):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
