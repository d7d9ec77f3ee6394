"""Guards of field work: open_work."""
