"""Publish definitions: what changed in a city's folder, or one service written in the CMS; each whole or not at all."""

from casetypes.definitions.publishing.folder import publish_city
from casetypes.definitions.publishing.report import DefinitionRefused, KeptInCms, Published, PublishReport
from casetypes.definitions.publishing.text import publish_service

__all__ = ["DefinitionRefused", "KeptInCms", "PublishReport", "Published", "publish_city", "publish_service"]
