"""The staff side, inside the Wagtail admin: queues generated per desk, the page of a case, work on a phone.

Decides nothing: it reads through selectors and calls the engine. Start with `queue/` (a desk's list), `case/` (one
case: timeline, answers, clocks, buttons, checklists) and `wagtail_hooks` (addresses and menu).
"""
