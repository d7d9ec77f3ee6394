"""The page above all others, which Wagtail calls "Root", has a Spanish title: editors read it on every page."""

from typing import Any

from django.db import migrations


def rename(apps: Any, _schema: object) -> None:
    roots = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    roots.update(title="Raíz", draft_title="Raíz")


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_plurals")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
