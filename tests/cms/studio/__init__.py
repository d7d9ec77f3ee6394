"""The studio: drafts, their way to publication, and the pages around them."""
