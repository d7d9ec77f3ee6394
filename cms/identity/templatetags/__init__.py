"""Template tags of signing in: `{% load moments %}`."""
