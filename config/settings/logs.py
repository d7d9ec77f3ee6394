"""What the processes say about themselves: to standard error, which the supervisor keeps in var/<city>/log."""

from config import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    # Django's own set-up would mail errors to nobody and print them only while DEBUG is on.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
