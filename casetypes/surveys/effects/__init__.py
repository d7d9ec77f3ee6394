"""Effects of surveys: survey."""
