"""Effects of clocks: escalate."""
