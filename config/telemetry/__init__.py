"""What the processes tell their operator: one line per request and task, metrics, and whether they are ready.

Never tells who a citizen is: routes instead of addresses, numbers of accounts instead of names. Start at
`records` (the lines), `requests` and `tasks` (what is told), `metrics` and `state` (what is counted).
"""
