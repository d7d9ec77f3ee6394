"""`manage.py audit_pack FILE`: write the audit pack that anyone can verify."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from casetypes.audit import services
from casetypes.audit.pack import write_pack


class Command(BaseCommand):
    help = "Sign the audit log and write it as a pack that anyone can verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        services.sequence_all()
        services.checkpoint()
        with file.open("w", encoding="utf-8") as stream:
            leaves = write_pack(stream)
        self.stdout.write(_("%(leaves)s leaves in %(file)s.") % {"leaves": leaves, "file": file})
