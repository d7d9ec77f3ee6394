"""`manage.py audit_verify [--pack FILE]`: recompute the whole log; exit 1 and name the first broken leaf."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from casetypes.audit.pack import verify_pack
from casetypes.audit.verify import verify_log


class Command(BaseCommand):
    help = "Recompute the audit log (or a pack of it); exit 1 and name the first broken leaf when it was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", type=Path, help="verify this exported pack instead of the database")

    def handle(self, *args: object, pack: Path | None = None, **options: object) -> None:
        if pack is None:
            verdict = verify_log()
        else:
            with pack.open(encoding="utf-8") as stream:
                verdict = verify_pack(stream)
        if not verdict.sound:
            self.stderr.write(verdict.problem)
            sys.exit(1)
        self.stdout.write(
            _("%(leaves)s leaves and %(checkpoints)s checkpoints are sound. Root %(root)s. Keys: %(keys)s.")
            % {
                "leaves": verdict.leaves,
                "checkpoints": verdict.checkpoints,
                "root": verdict.root_hash,
                "keys": ", ".join(verdict.key_ids) or "-",
            }
        )
