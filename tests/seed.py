"""What every test finds in its database: Torreón as `make run` loads it, and the cast as members of staff."""

from django.core.management import call_command

from casetypes.access.demonstration import ensure_people


def seed() -> None:
    call_command("load_city", verbosity=0)
    ensure_people()
