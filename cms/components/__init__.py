"""The design system of the public site, as template tags.

Owns: the tags of `{% load agora %}`, the icon sprite, the stylesheet list, the subset of the typeface and
the style guide page. The templates and styles they use live in `themes/base/`.
Never does: read a model, know a service or a case. Components take plain values (see `shapes`).
Start at `tags/`, then open the style guide in a browser.
"""
