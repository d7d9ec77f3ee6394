"""Accounts of citizens, always optional: who proved which address, where they are signed in, what they follow.

Owns one-time codes (issuing, limits, sending by a task, checking), accounts and their sessions, the drafts an account
keeps at hand and the cases it follows. Never holds a password, never decides what a reporter may do with a case and
never answers differently because an address, an account or a case exists. Start at `codes` and `services`.
"""
