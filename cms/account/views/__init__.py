"""The pages of the account, one file per page."""
