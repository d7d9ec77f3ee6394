"""SLA clocks: they start, pause and stop with a case's moves, warn in time, and explain their due date.

Never moves a case. Start with `subscribers` (what a move does to the clocks), `sweep` (warnings by beat) and
`selectors.clock_views` (what a person reads). The arithmetic of time is `kernel.business_time`.
"""
