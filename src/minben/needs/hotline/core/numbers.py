"""Numbers that belong to a person: what kind a row of digits is, by its own check digits."""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PROVINCES = frozenset(
    f"{number}"
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
        (91, 91),
    )
    for number in range(first, last + 1)
)
MOBILE = re.compile(r"(?:(?:\+|00)?86)?1[3-9]\d{9}")
LANDLINE = re.compile(r"(?:(?:\+|00)86)?0(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}")
LOCAL = re.compile(r"[2-9]\d{6,7}")
SAYS_ORDER = re.compile(r"(?:单|编|受理|流水|案|文|批|合同|票|学|序列?)号(?:码|为|是)?[:： ]{0,2}[a-z]{0,3}$")
SAYS_PHONE = re.compile(r"(?:电话|座机|手机|号码|联系方式|致电|拨打|tel|phone)(?:是|为|号码)?[:： .]{0,2}$")
SAYS_CARD = re.compile(r"身份证(?:号码?|件)?(?:是|为)?[:： ]{0,2}$")


def id_check_digit(first: str) -> str:
    """Return the check digit of an identity number.

    Parameters
    ----------
    first
        The first 17 digits.

    References
    ----------
    GB 11643-1999, after ISO 7064 MOD 11-2.

    Examples
    --------
    >>> id_check_digit("11010519491231002")
    'X'
    """
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return "10X98765432"[total % 11]


def passes_luhn(digits: str) -> bool:
    """Tell whether digits end with the check digit of ISO/IEC 7812-1.

    Examples
    --------
    >>> passes_luhn("5500005555555559"), passes_luhn("4111111111111112")
    (True, False)
    """
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def kind_of(digits: str, before: str = "") -> str:
    """Name what a number is.

    Parameters
    ----------
    digits
        Digits without gaps, an "x" at the end of an identity number, perhaps "+" in front.
    before
        The few characters before it, which may say what it is.

    Returns
    -------
    str
        "id_card", "phone", "bank_card", or "" for a number that names nobody.

    Examples
    --------
    >>> kind_of("11010519491231002x"), kind_of("13800138000"), kind_of("20260105120000")
    ('id_card', 'phone', '')
    >>> kind_of("13800138000", before="工单号")
    ''

    An old identity number begins with a province and holds a day.

    >>> kind_of("110105491231002"), kind_of("550105491231002"), kind_of("110105491331002")
    ('id_card', '', '')
    """
    if _is_identity(digits) or (len(digits) in (15, 18) and SAYS_CARD.search(before)):
        return "id_card"
    if SAYS_ORDER.search(before):
        return ""
    if _is_phone(digits, before):
        return "phone"
    if _is_bank_card(digits):
        return "bank_card"
    return "id_card" if _is_old_identity(digits) else ""


def _is_phone(digits: str, before: str) -> bool:
    local = LOCAL.fullmatch(digits) and SAYS_PHONE.search(before)
    return bool(MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits) or local)


def _is_bank_card(digits: str) -> bool:
    return 16 <= len(digits) <= 19 and digits.isdigit() and digits[0] in "3456" and passes_luhn(digits)


def _is_identity(digits: str) -> bool:
    return (
        len(digits) == 18
        and digits[:17].isdigit()
        and digits[:2] in PROVINCES
        and _is_day(digits[6:14])
        and id_check_digit(digits[:17]) == digits[17].upper()
    )


def _is_old_identity(digits: str) -> bool:
    return len(digits) == 15 and digits.isdigit() and digits[:2] in PROVINCES and _is_day("19" + digits[6:12])


def _is_day(digits: str) -> bool:
    try:
        return 1890 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def same_number(written: str) -> str:
    """Write a telephone number one way only, so that it is found again however it was typed.

    Examples
    --------
    >>> same_number("+86 139-0000 0000"), same_number("010-65001234")
    ('13900000000', '01065001234')
    """
    plain = re.sub(r"[\s\-()（）]", "", written)
    return re.sub(r"^(?:\+|00)86(?=\d{7})", "", plain)
