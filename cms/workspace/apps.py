from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "cms.workspace"
    label = "workspace"
