"""The pages "who may do this?": about roles, a person or a case, asked of the very policies that decide at the doors.

`asking` and `places` ask about doors, `table` tells of roles, `person` of one person, `case` of one case.
Nothing is decided here.
"""
