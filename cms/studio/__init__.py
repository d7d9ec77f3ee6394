"""Definitions in the admin: a steward writes the YAML of a service, a second person reads and publishes it.

Owns drafts (`models`), their way from the first line to publication (`services` write, `selectors` read) and the
pages around them (`pages/`). Never judges a text: `casetypes.definitions` lints, draws, compares and publishes it, and
refuses the author as publisher a second time. Never opens a case. Start at `services`.
"""
