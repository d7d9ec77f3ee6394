"""The doors through which members of staff come in and go out: sign-in, second factor, sessions, passwords.

Decides nothing about rights: whether a second factor is needed and how long a session lasts is `casetypes.access`'s
to say. Start with `urls` and `guard`, the middleware behind which the admin lies.
"""
