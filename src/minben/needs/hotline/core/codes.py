"""Tracking codes: short enough to copy down by hand, too many to guess."""

# Without 0, O, 1 and I, which look alike on paper; 32 letters, so that each stands for exactly five bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LETTERS = 10


def tracking_code(random_bytes: bytes) -> str:
    """Spell ten random bytes as a code of 50 bits.

    >>> tracking_code(bytes(range(10)))
    '23-4567-89AB'

    Raises
    ------
    ValueError
        When fewer than ten bytes are given.
    """
    if len(random_bytes) < LETTERS:
        raise ValueError("ten random bytes are needed")
    letters = "".join(ALPHABET[byte & 31] for byte in random_bytes[:LETTERS])
    return f"{letters[:2]}-{letters[2:6]}-{letters[6:]}"


def as_typed(code: str) -> str:
    """Read a code as a person typed it: any case, with or without dashes and spaces.

    >>> as_typed(" l74kq9 2mxy ")
    'L7-4KQ9-2MXY'
    """
    letters = "".join(code.split()).replace("-", "").replace("－", "").upper()
    return f"{letters[:2]}-{letters[2:6]}-{letters[6:]}" if len(letters) == LETTERS else code.strip()
