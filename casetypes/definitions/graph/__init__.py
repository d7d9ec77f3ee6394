"""The state diagram of a service, as an SVG that a data steward can read and print.

Owns the layout (`layout`: columns of states with their transitions between them, in plain geometry) and the drawing
(`drawing`). Never reads a file or a database. Start at `drawing.state_diagram`.
"""

from casetypes.definitions.graph.drawing import state_diagram

__all__ = ["state_diagram"]
