"""What the processes say about themselves: to standard error, which the supervisor keeps in var/<city>/log."""

from config import env
from config.telemetry import records

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOGGING = records.configuration(LOG_LEVEL, records.wanted_format())
records.configure()
