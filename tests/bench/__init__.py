"""`make bench`: what the city takes per second, how long it takes, and how far that is from the database's own limit.

Start at `__main__`. `doors` says what is measured (one function per door: intake, transition, queue …), `load` drives
a number of clients, `limit` replays the same rows or reads by plain SQL in the same run, `filled` makes and keeps the
filled databases, `web` starts the real server, `record` and `compare` write, print and compare. Not collected by
pytest except `test_*`; it never runs against a city that serves people.
"""
