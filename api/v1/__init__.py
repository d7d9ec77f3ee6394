"""Version 1: one file per resource. Stable: a field may be added, never renamed or removed."""
