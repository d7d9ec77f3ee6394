"""Scenarios: the short stories of a service, run on the real engine, and what they leave untouched.

Owns the rehearsal room (`sandbox`), the people of a story (`cast`), its steps (`walk`), what is expected of them
(`expectations`, `reasons`), what no story touches (`coverage`) and the gate of publication (`gate`). Never leaves
anything behind: no rows, no files, no messages. Start at `running`.
"""
