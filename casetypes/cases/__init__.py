"""Cases and the engine that moves them. Only `engine` changes a case's state; a trigger refuses the rest.

Start with `engine.advance`; a case is born in `opening.open_case`; reading goes through `selectors`.
Clocks, work orders, messages and surveys live in rooms above and take part through extension points.
"""
