"""`python manage.py build_fonts`: cut the web font anew from the installed typeface."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.components import fonts


class Command(BaseCommand):
    help = "Cut the Latin web font from the installed Inter. Set-up and collectstatic do it by themselves."

    def handle(self, *args: Any, **options: Any) -> None:
        path = fonts.web_font(rebuild=True)
        self.stdout.write(f"{path} ({path.stat().st_size // 1024} kB)")
