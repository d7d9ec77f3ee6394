"""Effects of field work: work_order."""
