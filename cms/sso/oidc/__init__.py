"""OpenID Connect: code flow with PKCE, state and nonce; tokens checked against the provider's keys; signing out.

Knows nothing of people and posts: `flow.finish` answers what a provider proved (`proof.Proven`).
"""
