"""The queue of a desk in the Wagtail admin, generated from the definitions of its services.

`view` answers the addresses, `listing` says what one of them shows; begin there. Columns are in `columns` (drawn by
`table`), filters in `filters`, the search in `search`, tabs in `tabs`, saved views in `saved`, several cases at once
in `bulk`, the file in `export`. `order` and `pages` keep paging and counting constant however long the queue grows;
`frame` is what Wagtail draws around it. It decides nothing: cases come from `queues.selectors`, steps are the engine's.

A page is bound by Python, not by the database: cells are written as text, cases are read as plain rows, and what
depends on the definitions alone is kept (`definitions.kept`).
"""
