"""The database itself refuses to change or drop what was logged."""

from django.db import migrations

GUARD = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_setting('agora.allow_truncate', true) = 'on' THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.position IS NULL THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_auditleaf' THEN
        IF OLD.position IS NULL AND NEW.position IS NOT NULL
           AND (NEW.id, NEW.recorded_at, NEW.actor, NEW.action, NEW.subject, NEW.content, NEW.leaf_hash)
             = (OLD.id, OLD.recorded_at, OLD.actor, OLD.action, OLD.subject, OLD.content, OLD.leaf_hash) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_leaf_rows BEFORE INSERT OR UPDATE OR DELETE ON audit_auditleaf
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_leaf_truncate BEFORE TRUNCATE ON audit_auditleaf
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_checkpoint_rows BEFORE UPDATE OR DELETE ON audit_checkpoint
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_checkpoint_truncate BEFORE TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""

UNGUARD = """
DROP TRIGGER audit_leaf_rows ON audit_auditleaf;
DROP TRIGGER audit_leaf_truncate ON audit_auditleaf;
DROP TRIGGER audit_checkpoint_rows ON audit_checkpoint;
DROP TRIGGER audit_checkpoint_truncate ON audit_checkpoint;
DROP FUNCTION audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
