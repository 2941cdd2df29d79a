"""Personal data as people write it into a request: well formed, and belonging to nobody."""

from random import Random

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def invented_card(rng: Random, born_year: int) -> str:
    """An identity card number with a right check digit (GB 11643) from a region that does not exist.

    >>> card = invented_card(Random(1), 1946)
    >>> card[:2], card[6:10], len(card)
    ('99', '1946', 18)
    """
    day = f"{born_year}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = f"99{rng.randrange(10_000):04d}{day}{rng.randrange(1_000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + _ID_CHECKS[total % 11]


def invented_bank_card(rng: Random) -> str:
    """A 19-digit card number that passes Luhn's check, from an issuer that does not exist.

    >>> invented_bank_card(Random(1))[:6]
    '620000'
    """
    body = f"620000{rng.randrange(10**12):012d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def invented_phone(rng: Random) -> str:
    """A mobile number of the form the sample city keeps to itself.

    >>> invented_phone(Random(1)).startswith("199000")
    True
    """
    return f"199000{rng.randrange(10**5):05d}"


def invented_plate(rng: Random) -> str:
    """A number plate under a letter that its province does not use.

    >>> invented_plate(Random(1))[:2]
    '浙Z'
    """
    return "浙Z" + "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=5))
