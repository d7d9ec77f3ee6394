"""Writing accounts: the person of a proven address, adding and removing addresses, language, deletion."""

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.accounts import address_letters, sessions, tasks
from casetypes.accounts.llave_mx import linking
from casetypes.accounts.models import Account
from casetypes.audit import services as audit
from casetypes.cases.selectors import visible_to
from casetypes.citizens import contacts, selectors
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.citizens.selectors import Address
from casetypes.kernel import clock
from casetypes.kernel.errors import Conflict, Refused


class AddressTaken(Conflict):
    """The address was proven for another account. Said only to somebody who has just proven it."""

    code = "address-taken"


def person_of(*, kind: str, address: str, language: str) -> Citizen:
    """Whose address this is, now that its owner has proven it: the citizen who did so before, or a new one."""
    with transaction.atomic():
        _take_turn(contacts.digest(kind, address))
        citizen = selectors.owner_of(kind, address) or citizens.newcomer(language=language)
        citizens.prove_contact(citizen=citizen, kind=kind, value=address)
    return citizen


def number_of(citizen: Citizen) -> Address | None:
    """The number that was proven last."""
    return next((each for each in reversed(selectors.addresses(citizen)) if each.kind == "phone"), None)


def not_mine(citizen: Citizen, *, language: str) -> Citizen | None:
    """Whoever came in by a number says that the account is somebody else's: a new person for that number.

    The number leaves the account, whose other addresses are told, and every session of it ends. None without a number.
    """
    with transaction.atomic():
        Citizen.objects.select_for_update().get(pk=citizen.pk)
        number = number_of(citizen)
        if number is None:
            return None
        before = selectors.addresses(citizen)
        _tell((each for each in before if each.number != number.number), "lost", citizen)
        citizen.contact_points.filter(pk=number.number).delete()
        sessions.end_all(citizen)
        newcomer = citizens.newcomer(language=language)
        citizens.prove_contact(citizen=newcomer, kind="phone", value=number.value, held_since=clock.now())
        _record("account.not_mine", citizen, point=number.number, newcomer=str(newcomer.pk))
    return newcomer


def add_address(citizen: Citizen, *, kind: str, address: str) -> None:
    """Another way to reach the person, proven just now; those they had are told. Raises AddressTaken when another
    account has it."""
    with transaction.atomic():
        _take_turn(contacts.digest(kind, address))
        owner = selectors.owner_of(kind, address)
        before = selectors.addresses(citizen)
        known = any((each.kind, each.value) == (kind, address) for each in before)
        if owner is not None and owner.pk != citizen.pk and known and _holds_nothing(owner):
            delete(owner)  # made when the same person came by a number that spoke for nobody
        elif owner is not None and owner.pk != citizen.pk:
            raise AddressTaken(
                _(
                    "You have another account with this address. Sign in with it to see or delete that account."
                )
            )
        if known:
            citizens.prove_contact(citizen=citizen, kind=kind, value=address)
            return
        point = citizens.prove_contact(citizen=citizen, kind=kind, value=address)
        _tell(before, "added", citizen)
        _record("account.address_added", citizen, kind=kind, point=point.pk)


def remove_address(citizen: Citizen, number: int) -> None:
    """Forget an address; it and those that stay are told. Raises Refused for the last proven one: without any nobody
    could sign in again."""
    with transaction.atomic():
        Citizen.objects.select_for_update().get(pk=citizen.pk)
        proven = citizen.contact_points.filter(verified_at__isnull=False)
        point = citizen.contact_points.filter(pk=number).first()
        if point is None:
            return
        if not proven.exclude(pk=number).exists():
            raise Refused(_("This is the last address of your account: it stays, or delete the account."))
        before = selectors.addresses(citizen)
        _tell((each for each in before if each.number == number), "removed", citizen)
        _tell((each for each in before if each.number != number), "lost", citizen)
        point.delete()
        _record("account.address_removed", citizen, kind=point.kind, point=number)


def _tell(addresses: Iterable[Address], change: address_letters.Change, citizen: Citizen) -> None:
    """By the worker, once the change stands."""
    for sealed in address_letters.to_each(addresses, change, citizen):
        transaction.on_commit(partial(tasks.hand_over_letter, sealed))


def choose_language(citizen: Citizen, language: str) -> None:
    citizen.language = language
    citizen.save(update_fields=["language"])
    _record("account.language", citizen, language=language)


def delete(citizen: Citizen) -> None:
    """The account is gone: sessions, drafts, follows and addresses. Cases and what was said in them stay with the city,
    which must answer for them; without addresses nothing leads from them to the account any more."""
    with transaction.atomic():
        forget(citizen)
        citizen.contact_points.all().delete()
        _record("account.delete", citizen)


def forget(citizen: Citizen) -> None:
    """Sessions, drafts, follows and the identity of a provider, in the caller's transaction: also of who is erased."""
    sessions.end_all(citizen)
    Account.objects.filter(pk=citizen.pk).delete()
    citizen.follows.all().delete()
    linking.forget(citizen)


def _holds_nothing(citizen: Citizen) -> bool:
    """Whether an account has one address and nothing else: no report, nobody at Llave MX."""
    mine = Actor(kind="reporter", citizen_id=str(citizen.pk))
    return (
        citizen.contact_points.count() == 1
        and linking.identity_of(citizen) is None
        and not visible_to(mine).exists()
    )


def _take_turn(digest: str) -> None:
    """Two browsers that prove the same new address at once must find one person, not make two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"person:{digest}"])


def _record(action: str, citizen: Citizen, **data: object) -> None:
    audit.record(action=action, actor="citizen", subject=f"citizen:{citizen.pk}", data=data)
