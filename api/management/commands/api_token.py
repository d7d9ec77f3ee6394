"""`manage.py api_token carla --label "phone app"`: a staff token for the API, printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from api.actors import issue_token
from casetypes.access.actors import SYSTEM
from casetypes.access.models import User
from casetypes.access.staff import tokens


class Command(BaseCommand):
    help = "Issue a staff token for the API (printed once), or revoke all tokens of a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--label", default="command line", help="what the token is for")
        parser.add_argument("--revoke", action="store_true", help="revoke every token of this person instead")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f'There is no active person "{options["username"]}".')
        if options["revoke"]:
            with transaction.atomic():
                count = tokens.revoke_all(user, actor=SYSTEM)
            self.stdout.write(f"{count} token(s) of {user} revoked.")
            return
        self.stdout.write(issue_token(user, options["label"]))
