"""What the pages of a draft say of its last replay."""
