"""What every test finds in its database: Torreón as `make run` loads it, and the cast as members of staff."""

from django.conf import settings
from django.core.management import call_command

from casetypes.access.demonstration import ensure_people
from casetypes.definitions.services import publish_city


def seed() -> None:
    """The scenarios of the shipped cities have tests of their own: here they would be run for every new template."""
    publish_city(settings.CITY_DIR, "system", gates=())
    call_command("load_city", verbosity=0)
    ensure_people()
