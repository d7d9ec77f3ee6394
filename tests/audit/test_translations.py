"""The room audit holds the Spanish of the kernel's own errors: none may be missing."""

from pathlib import Path

from casetypes import audit
from casetypes.kernel import errors, registry, sealing
from casetypes.kernel.expressions import ExpressionRefused

CATALOGUE = Path(audit.__file__).parent / "locale" / "es" / "LC_MESSAGES" / "django.po"


def test_every_error_of_the_kernel_has_its_spanish():
    catalogue = CATALOGUE.read_text(encoding="utf-8")
    kinds = [kind for kind in vars(errors).values() if hasattr(kind, "default_message")]
    kinds += [sealing.SealBroken, ExpressionRefused, registry.NotRegistered]
    for kind in kinds:
        assert f'msgid "{kind.default_message}"\nmsgstr "' in catalogue, kind
    assert 'msgstr ""' not in catalogue.partition("\n\n")[2]
