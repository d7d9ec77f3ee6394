from django.db import migrations


class Migration(migrations.Migration):
    """Closed cases keep the date that was promised: every case is worked out again at the next look."""

    dependencies = [("reports", "0006_count_out_of_service")]

    operations = [
        migrations.RunSQL("UPDATE reports_factstate SET stamp = '', fingerprint = ''", migrations.RunSQL.noop)
    ]
