"""`manage.py administrator --invite ADDRESS`: for the day when nobody can administer people any more.

Whoever has the console has the city; so this asks for no right, and writes into the audit log like everybody else.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from casetypes.access.actors import SYSTEM
from casetypes.access.entry import second_factor, sign_ins
from casetypes.access.models import MailedLink, User
from casetypes.access.staff import invitations, leaving, mailed_links, memberships
from casetypes.access.staff.invitations import Inviting
from casetypes.access.staff.memberships import Granting
from casetypes.audit import services as audit
from casetypes.kernel.errors import Conflict, DomainError, Invalid
from cms.people import letters

ADMINISTRATOR = "administrator"


class Command(BaseCommand):
    help = "Invites a person as administrator, or makes the person with that address one; it is in the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--invite", metavar="ADDRESS", required=True, help="the person's e-mail address")
        parser.add_argument("--name", default="", help="the person's name, for somebody new")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE[:2], choices=[code for code, _ in settings.LANGUAGES]
        )
        parser.add_argument(
            "--anew", action="store_true",
            help="for somebody who lost password or telephone: both are removed, and the person is invited again",
        )  # fmt: skip
        parser.add_argument(
            "--print-link", action="store_true", help="print the link instead of sending a letter"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user = self._person(options)
                audit.record(
                    action="access.console_administrator", actor=SYSTEM.label(), subject=f"user:{user.pk}",
                    data={"anew": options["anew"]},
                )  # fmt: skip
        except Invalid as invalid:
            raise CommandError(
                " ".join(text for texts in invalid.fields.values() for text in texts)
            ) from invalid
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{user.username} is an administrator (person {user.pk}).")
        self._tell(user, options["print_link"])

    def _person(self, options: dict[str, Any]) -> User:
        post = Granting(0, ADMINISTRATOR)
        known = invitations.holder_of(invitations.plain_address(options["invite"]))
        if known is None:
            name = options["name"] or options["invite"].partition("@")[0]
            asked = Inviting(options["invite"], name, options["language"], posts=(post,))
            return invitations.invite(asked, actor=SYSTEM)
        user = User.objects.get(pk=known)
        if not user.is_active:
            user = leaving.take_back(known, actor=SYSTEM)
        try:
            memberships.grant(Granting(known, ADMINISTRATOR), actor=SYSTEM)
        except Conflict:
            self.stdout.write("The person holds the post already.")
        if options["anew"]:
            self._anew(user)
        sign_ins.unlock(user, actor=SYSTEM)
        return user

    def _anew(self, user: User) -> None:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        second_factor.reset(user, actor=SYSTEM, because="console")
        invitations.invite_again(user.pk, actor=SYSTEM)

    def _tell(self, user: User, print_link: bool) -> None:
        """The letter is sent here and now: in an emergency there may be no worker."""
        link = mailed_links.open_link(user.pk, MailedLink.INVITATION)
        if link is None:
            self.stdout.write(
                "They can sign in already; --anew removes password and devices and invites them again."
            )
        elif print_link:
            self._print(link)
        elif letters.send_one(link.pk):
            self.stdout.write(f"A letter went to {link.address}.")
        else:
            self.stdout.write(
                "The mail server did not take the letter. Run it again with --print-link, or wait: it is tried again."
            )

    def _print(self, link: MailedLink) -> None:
        with transaction.atomic():
            mailed_links.again(link.user_id, MailedLink.INVITATION)
            taken = mailed_links.take(link.pk)
            if taken is None:
                raise CommandError("A letter is being sent at this moment. Try again.")
            row, token = taken
            mailed_links.sent(row)
        self.stdout.write("Shown this once; it opens the account. Any letter sent before opens nothing:")
        self.stdout.write(letters.address_of(row, token))
