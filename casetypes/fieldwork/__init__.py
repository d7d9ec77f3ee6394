"""Work in the street: work orders of crews, and the checklists that prove the work was done.

Never moves a case; it answers `checklist.<key>.complete` for guards and refuses a resolution while a work
order is open. Start with `services.fill_checklist`.
"""
