"""The language as pydantic models: one class per mapping, one field per key. No Django here.

Start with `service.Service`; the other files of a city are in `city`. Field types and effects register
their option and argument models in `kernel.registry`, and the unions are built from there on first use.
"""
