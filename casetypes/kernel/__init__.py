"""The kernel: what every room of the engine stands on, in plain Python.

Owns time (`clock`, `business_time`), errors, hashing and Merkle trees, sealing of personal data, folios, CEL
expressions, the registries that plugins enter and the extension points through which lower rooms reach
higher ones. Never imports Django, never touches a database and never knows a case. Start at `errors`, then
`registry` and `extension_points`.
"""
