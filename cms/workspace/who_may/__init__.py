"""The page "who may do this?": every door × every role, asked of the very policies that decide at the doors."""
