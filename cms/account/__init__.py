"""The citizen's own pages below /mi-cuenta/: signing in, my cases, drafts, what I follow, my data.

Never a must: reporting, following and answering work without an account. Decides nothing about cases. Start at `urls`;
who is signed in is asked of `session`.
"""
