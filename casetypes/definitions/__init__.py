"""Definitions: what a city describes in YAML (or in the CMS), checked, compiled and published as immutable versions.

Owns the language: `schema` (its shape), `loader` (files to models, every problem with file:line:column), `linter`
(rules with names), `compiled` (what the engine asks), `diff`, `graph`; and the published versions (`models`,
`services` write them, `selectors` read them). Never opens a case, never knows a face. `schema`, `loader`, `linter`
and `diff` are plain Python; field types and effects reach them through the kernel's registries only.
Start at `schema.service`, then `loader`, then `compiled`.
"""
