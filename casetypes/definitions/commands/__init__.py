"""The sub-commands of `manage.py definitions`, one module each: `HELP`, `add_arguments` and `run`.

`run(options, out, err)` writes lines and returns the exit code. Never holds a rule of the language. A higher room
enters its own in `kernel.registry.definition_commands`, in its `AppConfig.ready`.
"""

from casetypes.definitions.commands import (
    bring_in,
    compare,
    explain,
    export,
    fragments,
    graph,
    lint,
    publish,
    schema,
)
from casetypes.kernel.registry import definition_commands

definition_commands.register("lint", lint)
definition_commands.register("explain", explain)
definition_commands.register("publish", publish)
definition_commands.register("diff", compare)
definition_commands.register("fragments", fragments)
definition_commands.register("export", export)
definition_commands.register("import", bring_in)
definition_commands.register("graph", graph)
definition_commands.register("schema", schema)
