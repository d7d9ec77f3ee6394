"""What the documentation has to say, or the build fails."""
