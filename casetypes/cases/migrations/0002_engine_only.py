"""Only the engine changes a case's state: it writes the event first, and this trigger looks for it."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE case_folio_serial;

CREATE FUNCTION case_engine_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IS DISTINCT FROM OLD.state OR NEW.revision IS DISTINCT FROM OLD.revision
       OR NEW.public_status IS DISTINCT FROM OLD.public_status
       OR NEW.final_kind IS DISTINCT FROM OLD.final_kind
       OR NEW.version_id IS DISTINCT FROM OLD.version_id
       OR NEW.folio IS DISTINCT FROM OLD.folio THEN
        IF NEW.folio IS DISTINCT FROM OLD.folio OR NEW.revision <> OLD.revision + 1 OR NOT EXISTS (
            SELECT 1 FROM cases_caseevent e
            WHERE e.case_id = NEW.id AND e.revision = NEW.revision AND e.to_state = NEW.state
              AND e.from_state = OLD.state
        ) THEN
            RAISE EXCEPTION 'case %: only cases.engine changes state, status, version or revision', OLD.folio
                USING ERRCODE = 'check_violation',
                      HINT = 'Call casetypes.cases.engine.advance(); it writes the event that belongs to the move.';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER case_engine_only BEFORE UPDATE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION case_engine_only();

CREATE FUNCTION case_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id IS DISTINCT FROM OLD.case_id OR NEW.at IS DISTINCT FROM OLD.at
       OR NEW.from_state IS DISTINCT FROM OLD.from_state OR NEW.to_state IS DISTINCT FROM OLD.to_state
       OR NEW.name IS DISTINCT FROM OLD.name OR NEW.revision IS DISTINCT FROM OLD.revision THEN
        RAISE EXCEPTION 'events of case % are history; they are not changed', OLD.case_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER case_event_append_only BEFORE UPDATE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION case_event_append_only();
"""
BACKWARD = """
DROP TRIGGER case_event_append_only ON cases_caseevent;
DROP FUNCTION case_event_append_only();
DROP TRIGGER case_engine_only ON cases_case;
DROP FUNCTION case_engine_only();
DROP SEQUENCE case_folio_serial;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
