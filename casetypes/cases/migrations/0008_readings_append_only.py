"""The database refuses to change a record of reading, and to drop one except with its case when its time has come."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reading_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('agora.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the record of who read personal data is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'A row lives as long as its case; what removes a case sets agora.retention for its transaction.';
END $$;

CREATE TRIGGER reading_append_only BEFORE UPDATE OR DELETE ON cases_personalreading
    FOR EACH ROW EXECUTE FUNCTION reading_append_only();
CREATE TRIGGER reading_truncate BEFORE TRUNCATE ON cases_personalreading
    FOR EACH STATEMENT EXECUTE FUNCTION reading_append_only();
"""
BACKWARD = """
DROP TRIGGER reading_truncate ON cases_personalreading;
DROP TRIGGER reading_append_only ON cases_personalreading;
DROP FUNCTION reading_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_personal_readings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
