"""What a text message costs: how many parts it is billed as.

The alphabet of 3GPP TS 23.038 (GSM-7) gives 160 characters, or 153 in each of several parts; with one letter outside it
the whole text is UCS-2: 70, or 67 in each. Spanish needs á, í, ó and ú, which GSM-7 lacks: `plain` writes them without
their accent, which halves the bill. ñ, ü and é stay.
"""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape and the character: two places each
REPLACED = str.maketrans("áíóúÁÍÓÚ–—“”‘’·…", "aiouAIOU--\"\"''-.")


def plain(text: str) -> str:
    """The text as it is sent: in GSM-7 where only accents, dashes and quotes stand in the way."""
    simple = text.replace("…", "...").replace("\u00a0", " ").translate(REPLACED)
    return simple if is_gsm(simple) else text


def is_gsm(text: str) -> bool:
    return all(char in BASIC or char in EXTENDED for char in text)


def count(text: str) -> int:
    """Parts as they are billed; at least one."""
    if is_gsm(text):
        places = sum(2 if char in EXTENDED else 1 for char in text)
        return _parts(places, 160, 153)
    return _parts(len(text.encode("utf-16-be")) // 2, 70, 67)


def _parts(places: int, alone: int, each: int) -> int:
    return 1 if places <= alone else -(-places // each)
