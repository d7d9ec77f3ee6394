"""`manage.py audit_checkpoint`: sequence what waits, sign the tree and print the signed note."""

from django.core.management.base import BaseCommand

from casetypes.audit import selectors, services


class Command(BaseCommand):
    help = "Sequence the waiting leaves of the audit log, sign the tree and print the signed note."

    def handle(self, *args: object, **options: object) -> None:
        services.sequence_all()
        self.stdout.write(selectors.note(services.checkpoint()), ending="")
