"""Everything machines read and write: `/api/v1/` and its OpenAPI description.

Decides nothing: it authenticates, calls a service or a selector, and puts the answer into JSON. One file per
resource in `v1/`. Errors of the domain become `application/problem+json` in one place (`errors`).
"""
