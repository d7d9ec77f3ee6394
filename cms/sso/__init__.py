"""Single sign-on of the staff: providers of identity that a city names in sign_on.yaml, and what they say of a person.

Never decides what a post allows (`casetypes.access` does), and keeps no password and no claim. Start with `views`:
`begin` sends the browser to a provider, `oidc.flow` proves what comes back, `arrival` finds whose it is, `posts` brings
memberships in line, and `cms.identity.entering` opens the session.
"""
