"""Everything people read as HTML: pages of the site, the citizen portal, the staff workspace, and their components."""
