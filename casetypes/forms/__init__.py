"""Forms: what a field type is, and the forms and JSON Schemas made from a definition's fields.

Owns the field types (one file each in `types/`, listed in `types/__init__.py`), the Django form built from
any mapping of fields (`builder`) and the one validation of JSON-shaped answers (`answers`) that web, API and
imports share. Never stores an answer, never knows a case, never renders a page. Start at `field_type`.

Add a field type in three steps: write `types/<name>.py` with an `Options` model and a `FieldType`, add its
line to `types/__init__.py`, describe it in language.md.
"""
