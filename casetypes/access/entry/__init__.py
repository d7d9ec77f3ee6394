"""How members of staff come in and stay in: passwords, the second factor, limits of tries, open sessions.

Every judgement is one here, whatever page or provider asks; the pages are `cms.identity`. Never tells who exists.
Start at `sign_ins` and `sessions`.
"""
