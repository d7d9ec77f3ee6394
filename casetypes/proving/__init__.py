"""Proving: what is shown of a definition before it goes live. Its scenarios are run on the real engine, past cases are
replayed under it, and publication asks it for its verdict.

Owns no case and writes none: scenarios run in transactions that are rolled back, a replay only reads. Stands above
every other room, because a scenario goes through the same services that people use. Start at `scenarios` and `replay`.
"""
