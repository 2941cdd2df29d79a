"""Amounts in digits and in Chinese words."""

import re

DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "元": 1,
}  # fmt: skip
UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
ARABIC = re.compile(r"(\d+(?:\.\d+)?)([百千万]*)")
BETWEEN = re.compile(r"[-~－—–至到、]+")
AMOUNT = (
    r"(?:\d{1,6}(?:\.\d+)?(?:[-~－—–至到、]\d{1,6})?[百千万]?|[上近][百千万]"
    r"|[零一二两三四五六七八九十百千万]{1,7}(?:[、到至][一二两三四五六七八九十百千]{1,5})?"
    r"|(?:十|好)?几[十百千万]?|数[十百千万]?|半)"
)
"""A number as people say it, without what follows it ("多", "余")."""


def amount(words: str) -> float | None:
    """Return what words come to; None where they leave it open.

    Of a range the larger end counts, as of two numbers said in one breath ("三五天").

    Examples
    --------
    >>> [amount(said) for said in ("两千三百", "1.5万", "三四十", "三五", "7、8", "上百", "半")]
    [2300, 15000.0, 40, 5, 8, 100, 0.5]
    >>> [amount(said) for said in ("十几", "数百", "二〇一九")]
    [None, None, 2019]
    """
    if "几" in words or "数" in words:
        return None
    if words == "半":
        return 0.5
    ends = [_single(part) for part in BETWEEN.split(words) if part]
    known = [end for end in ends if end is not None]
    return max(known, default=None)


def _single(words: str) -> float | None:
    if found := ARABIC.fullmatch(words):
        plain = float(found[1]) if "." in found[1] else int(found[1])
        for unit in found[2]:
            plain *= UNITS[unit]
        return plain
    words = words.lstrip("上近")
    if len(words) > 1 and all(character in DIGITS for character in words):
        return _in_a_row(words)
    return _composed(words)


def _in_a_row(words: str) -> int:
    """Read digits without units: "三四" is a guess, and four at most; "二〇一九" a number digit by digit."""
    first, last = DIGITS[words[0]], DIGITS[words[-1]]
    if len(words) == 2 and (last - first == 1 or words == "三五"):
        return last
    return int("".join(str(DIGITS[character]) for character in words))


def _composed(words: str) -> int | None:
    whole = part = digit = 0
    # A last digit without its unit counts in the next smaller one: "三万五" is 35,000.
    worth = 10
    for character in words:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character == "万":
            whole, part, digit, worth = (whole + part + digit or 1) * UNITS["万"], 0, 0, 1_000
        elif character in UNITS:
            part += (digit or 1) * UNITS[character]
            digit, worth = 0, UNITS[character] // 10
        else:
            return None
    # "一百二" is a hundred and twenty, "一百零二" a hundred and two.
    tail = worth if worth > 1 and len(words) > 2 and words[-2] in UNITS and words[-2] != "十" else 1
    return whole + part + digit * tail
