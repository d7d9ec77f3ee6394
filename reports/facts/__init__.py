"""One narrow row per case, so that a million of them are counted in a second.

Owns `reports_fact`: what the figures need to know of a case, worked out from its events, clocks and surveys when
the case changes and not when somebody looks. Never decides what counts (that is `reports.metrics`) and holds
nothing that cannot be worked out again. Start at `upkeep.bring_up_to_date`; what a column means is in `columns`.
"""
