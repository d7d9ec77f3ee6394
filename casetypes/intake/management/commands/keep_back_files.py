"""`manage.py keep_back_files`: move copies of confidential files out of the public folder, all there are."""

from django.core.management.base import BaseCommand

from casetypes.intake import confidential_files


class Command(BaseCommand):
    help = "Moves copies of files of confidential reports out of the public folder. Beat does so daily."

    def handle(self, **_options: object) -> None:
        moved = 0
        while some := confidential_files.keep_back():
            moved += some
        self.stdout.write(f"{moved} files moved")
