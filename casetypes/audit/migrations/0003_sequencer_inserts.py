"""The sequencer may write a leaf together with its position: a bulk path then touches no row twice.

Nothing is weakened: a position is unique and the tree's frontier and signed roots are worked out from the leaves, so a
leaf written in place out of turn makes verification fail, as a forged update would.
"""

from django.db import migrations

INSERT_ONLY_PENDING = """
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.position IS NULL THEN
            RETURN NEW;
        END IF;
"""
INSERT_BY_SEQUENCER = """
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.position IS NULL OR current_setting('agora.sequencer', true) = 'on' THEN
            RETURN NEW;
        END IF;
"""
GUARD = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_setting('agora.allow_truncate', true) = 'on' THEN
            RETURN NULL;
        END IF;
%s
    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_auditleaf' THEN
        IF OLD.position IS NULL AND NEW.position IS NOT NULL
           AND (NEW.id, NEW.recorded_at, NEW.actor, NEW.action, NEW.subject, NEW.content, NEW.leaf_hash)
             = (OLD.id, OLD.recorded_at, OLD.actor, OLD.action, OLD.subject, OLD.content, OLD.leaf_hash) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only: %% on %% refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL((GUARD % INSERT_BY_SEQUENCER), (GUARD % INSERT_ONLY_PENDING)),
    ]
