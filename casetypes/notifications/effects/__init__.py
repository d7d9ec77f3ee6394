"""Effects of messages: notify."""
