"""Surveys: what the reporter says after closure. An invitation by signed link, answered once, while it is open.

Owns invitations and answers. Never sends anything (messages carry the link) and never moves a case. Start at
`services`.
"""
