"""What can go wrong with Llave MX, as a person has to be told of it; the log says the rest to the operator."""

from casetypes.accounts.llave_mx.texts import NOT_UNDERSTOOD, REFUSED, UNAVAILABLE
from casetypes.kernel.errors import Refused, Unavailable


class LlaveMxUnavailable(Unavailable):
    """It does not answer, answers too late, or its certificate is wrong (503)."""

    code = "llave-mx-unavailable"

    def __init__(self) -> None:
        super().__init__(UNAVAILABLE)


class LlaveMxNotUnderstood(Unavailable):
    """Its answer is not what the protocol says: a field is missing, has another type, or there is too much (503)."""

    code = "llave-mx-not-understood"

    def __init__(self) -> None:
        super().__init__(NOT_UNDERSTOOD)


class LlaveMxRefused(Refused):
    """The sign-in does not hold: the code is old or was used, the answer belongs to another browser (422)."""

    code = "llave-mx-refused"

    def __init__(self) -> None:
        super().__init__(REFUSED)
