"""Who may do what: users, roles, desks, crews, memberships, API tokens, and `policies.may`.

Never looks at a case beyond what a rule is handed. Start with `actors.for_user` and `policies.may`.
"""
