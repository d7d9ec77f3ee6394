"""What a citizen does here: report, follow, answer, contest, rate. Every page works without JavaScript.

Owns: the journey through a generated form, the check and confirmation pages, saved drafts, tracking by
folio, the signed links and one-time codes that prove who reported, the survey.
Never does: decide a rule. Forms come from the definition (`casetypes.forms`), a case is opened by
`casetypes.intake`, moved by `casetypes.cases.engine`, and read through selectors.
Start at `urls.py`, then `journey.py` (what page comes next) and `tracking.py` (what a folio shows).
"""
