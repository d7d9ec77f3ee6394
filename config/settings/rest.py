"""The API's framework."""

from config import env

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.PlainJSONParser"],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "api.errors.handle",
    "DEFAULT_THROTTLE_RATES": {"intake": env.text("INTAKE_RATE", "60/hour")},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Ágora",
    "DESCRIPTION": "Report, follow and attend cases of a city's services.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["api.schema.only_ours"],
    "ENUM_NAME_OVERRIDES": {},
}
