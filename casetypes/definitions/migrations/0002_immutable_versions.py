"""The database itself refuses to change or drop what was published."""

from django.db import migrations

GUARD = """
CREATE FUNCTION definitions_version_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'live') = (to_jsonb(OLD) - 'live') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'published definitions are immutable: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Publish a new version.';
END $$;

CREATE TRIGGER definitions_version_immutable BEFORE UPDATE OR DELETE ON definitions_casetypeversion
    FOR EACH ROW EXECUTE FUNCTION definitions_version_immutable();
CREATE TRIGGER definitions_file_immutable BEFORE UPDATE OR DELETE ON definitions_configurationfile
    FOR EACH ROW EXECUTE FUNCTION definitions_version_immutable();
"""

UNGUARD = """
DROP TRIGGER definitions_file_immutable ON definitions_configurationfile;
DROP TRIGGER definitions_version_immutable ON definitions_casetypeversion;
DROP FUNCTION definitions_version_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("definitions", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
