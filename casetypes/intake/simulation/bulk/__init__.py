"""The quick teller: a case lives in memory by the engine's own pure rules, and its rows are copied in.

`journey` is one case, `effects` and `guards` are the twins of what the engine would do and ask in the database,
`memory` is what many cases share, `sheets` turn rows into COPY text. What has no twin here is found by
`twins.missing`, and such a service is told by the engine.
"""
