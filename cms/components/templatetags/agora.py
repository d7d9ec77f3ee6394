"""`{% load agora %}`: every component of the public pages; they are written in `cms.components.tags`."""

from cms.components.tags import cases, content, frame
from cms.components.tags.library import register

__all__ = ["cases", "content", "frame", "register"]
