from django.db import migrations, models


class Migration(migrations.Migration):
    """Counts of the scenarios of a draft's text, kept with it."""

    dependencies = [("studio", "0001_drafts")]

    operations = [
        migrations.AddField("draft", "proven_sha256", models.CharField(default="", max_length=64)),
        migrations.AddField("draft", "scenarios", models.PositiveIntegerField(default=0)),
        migrations.AddField("draft", "failing", models.PositiveIntegerField(default=0)),
    ]
