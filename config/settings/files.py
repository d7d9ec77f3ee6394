"""Static files, uploads and evidence."""

from config import env

STATIC_URL = "/static/"
STATIC_ROOT = env.VAR_DIR / "static"
STATICFILES_DIRS = [
    path
    for path in (env.BASE_DIR / "themes" / env.CITY / "static", env.BASE_DIR / "themes" / "base" / "static")
    if path.is_dir()
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cms.components.finders.BuiltFilesFinder",  # the web font, cut from the installed typeface
    "cms.studio.finders.EditorFilesFinder",  # the YAML editor, from the installed package
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.VAR_DIR / "media"
EVIDENCE_ROOT = env.VAR_DIR / "evidence"
REPORTS_ROOT = env.VAR_DIR / "reports"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.components.storage.LeanStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
