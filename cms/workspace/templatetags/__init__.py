"""Template tags of the staff pages: `{% load workspace %}`."""
