"""The sub-commands of `manage.py definitions`, one module each: `HELP`, `add_arguments` and `run`.

`run(options, out, err)` writes lines and returns the exit code. Never holds a rule of the language.
"""

from types import ModuleType

from casetypes.definitions.commands import compare, graph, lint, publish, schema

COMMANDS: dict[str, ModuleType] = {
    "lint": lint,
    "publish": publish,
    "diff": compare,
    "graph": graph,
    "schema": schema,
}
