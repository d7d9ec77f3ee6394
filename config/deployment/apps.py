from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    name = "config.deployment"
    label = "deployment"
