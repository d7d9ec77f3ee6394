"""A provider of identity for the tests: django-oauth-toolkit's OpenID Connect, a site and a process of its own.

`python -m tests.identity_provider FOLDER` serves on a free port and prints its address. It has a real sign-in page,
real RS256 keys that turn, and a door for the tests (`/control/`) that says who exists, what is told of them, and how
it shall misbehave. Nothing of Ágora is imported here; `tests.identity_provider.running` is the tests' side of it.
"""
