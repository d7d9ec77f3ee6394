"""Running cases go to another version of their service, one event each, and come back when that is undone.

Owns batches, what becomes of each case in them, and the reasons of those that stay. Like the engine it writes the event
before the state. Never decides what a definition says (`definitions.migration_plan`) nor what a clock does (`sla`, by
`kernel.extension_points.case_migrating`). Start at `batches`; one case is `fates`, writing is `moving` and `undoing`.
"""
