"""Contact points in one form: what is digested and sealed is always written the same way."""

from casetypes.citizens.keys import master
from casetypes.kernel import sealing

KINDS = ("email", "phone")


def normalised(kind: str, value: str) -> str:
    """An address in lower case, a phone as it comes (the form's field has made it E.164)."""
    if kind not in KINDS:
        raise ValueError(f"a contact point is one of {', '.join(KINDS)}, not {kind!r}")
    return value.strip().lower() if kind == "email" else value.strip()


def digest(kind: str, value: str) -> str:
    """64 hexadecimal digits, equal for equal contact points of this installation."""
    return sealing.lookup_digest(f"{kind}:{normalised(kind, value)}", master())


def context(citizen_id: object, kind: str) -> bytes:
    """Where a sealed contact point belongs; it opens nowhere else."""
    return f"contact:{citizen_id}:{kind}".encode()
