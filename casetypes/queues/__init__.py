"""Queues of desks: assignment with its full record, and what a queue shows.

Never moves a case. Start with `services.assign`, `priority.prioritise` and `selectors`.
"""
