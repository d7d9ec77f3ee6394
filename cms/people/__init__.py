"""People of the city in the admin: who works here, their posts, absences, invitations, departures.

Decides nothing: every step is a service of `casetypes.access`. Start with `urls` and `pages.listing`; the pages that
an invited person opens without being signed in are `accepting`.
"""
