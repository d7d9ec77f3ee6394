"""SAML 2.0 as a service provider: sign-in by redirect, answers by post, both begun here and bound to the browser.

Answers that nobody asked for (begun at the provider), encrypted assertions and single logout are not taken.
Start with `flow`; what an answer has to be is `answers`.
"""
