"""`manage.py deployment systemd|compose`: the files an operator installs, from the one list of processes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.deployment.documents import KINDS, documents
from config.deployment.plan import Plan


class Command(BaseCommand):
    help = "Write systemd units, or a compose file with its image, from the one list of processes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("--output", type=Path, help="folder to write into; without it all is printed")
        parser.add_argument("--directory", default=Plan.directory, help="where the checkout lies (systemd)")
        parser.add_argument("--user", default="", help="a fixed account, for folders shared between machines")

    def handle(self, *args: object, **options: Any) -> None:
        wished = Plan(options["directory"], options["user"], settings.CITY)
        folder: Path | None = options["output"]
        for name, content in documents(options["kind"], wished).items():
            if folder is None:
                self.stdout.write(f"# ── {name}\n{content}\n")
                continue
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
            self.stdout.write(str(folder / name))
