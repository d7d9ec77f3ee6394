"""The pages of Llave MX below /mi-cuenta/llave-mx/: what it reads, coming back, choosing an account, taking it away.

Owns what the browser's session remembers of one sign-in (`pending`). Decides nothing about whose record it is: that is
`casetypes.accounts.llave_mx.linking`. Every page is 404 while the city has not configured Llave MX, except the one that
takes it away. Start at `views`.
"""
