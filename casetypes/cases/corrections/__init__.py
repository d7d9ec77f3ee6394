"""Correcting what the citizen answered: a wrong address, a wrong option, a misspelt name; with a reason, on the record.

Owns who may correct which answer of a case now (`rights`), what would become of the case (`weighing`: computed values,
priority, place, search; the rooms above add theirs through `case_correcting`) and the one way to write it (`services`).
Never moves a case, never hands it to another desk, never touches files, consents or confidential cases. Start at
`services.correct`.
"""
