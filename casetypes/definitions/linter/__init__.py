"""The linter: rules with names over loaded files; every problem of a city in one pass.

Owns the rules (`rules/`, one file each, listed in `rules.RULES`), what they look at (`subject`, `machine`, `facts`)
and the check of expressions against a form (`expressions`). Never reads a file, never publishes. No Django.
Start at `run.lint_city`.
"""

from casetypes.definitions.linter.run import lint_city, lint_file

__all__ = ["lint_city", "lint_file"]
