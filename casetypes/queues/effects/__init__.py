"""Effects of queues: assign."""
