"""`build_fonts`."""
