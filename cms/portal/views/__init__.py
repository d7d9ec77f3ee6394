"""Views: each asks a selector or a service and renders; none decides a rule."""
