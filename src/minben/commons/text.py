"""Text as people write it, brought to one form before it is compared."""

import re
import unicodedata

__all__ = ["bigrams", "fold", "mostly_latin", "normalise", "said_once"]

# Full-width ASCII and the ideographic space, as Chinese keyboards write them; Chinese punctuation stays.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
)
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Bring text to one form: NFKC, no unseen characters, single spaces.

    Unseen characters (controls, zero-width and direction marks) are removed: they carry no meaning for a
    reader and would hide one word from another. Line breaks become spaces.

    Parameters
    ----------
    text : str
        As it came.

    Returns
    -------
    str
        Without spaces at either end.

    Examples
    --------
    >>> normalise("  ３号楼\\u200b 没有\\n暖气！ ")
    '3号楼 没有 暖气!'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()


def fold(text: str) -> str:
    """Turn full-width letters, digits and signs into half-width, and letters into lower case.

    The length never changes by the widths, so positions in the text stay true.

    Examples
    --------
    >>> fold("ＡＢＣ１２３，京Ａ")
    'abc123,京a'
    """
    if text.isascii():
        return text.lower()
    return text.translate(_HALF_WIDTH).lower()


def bigrams(text: str) -> list[str]:
    """Return the overlapping pairs of characters of a text without its spaces.

    Parameters
    ----------
    text : str
        Usually normalised.

    Returns
    -------
    list of str
        A text of one character gives that character; an empty text gives nothing.

    Examples
    --------
    >>> bigrams("没有 暖气")
    ['没有', '有暖', '暖气']
    """
    dense = "".join(text.split())
    if len(dense) < 2:
        return [dense] if dense else []
    return [dense[i : i + 2] for i in range(len(dense) - 1)]


def mostly_latin(text: str) -> bool:
    """Tell whether more than half of the letters of a text are Latin: it was not written in Chinese.

    A Chinese character says about as much as two letters, and is counted so.

    Examples
    --------
    >>> mostly_latin("No heat in 三号楼 since Monday"), mostly_latin("我家wifi和空调坏了"), mostly_latin("12345")
    (True, False, False)
    """
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return latin > 2 * sum("\u3400" <= letter <= "\u9fff" for letter in text)


_COUNTED = str.maketrans("一二三四五六七八九", "123456789")


def said_once(name: str, address: str) -> str:
    """Return a place and the address in it, and of the two only the longer where it says the other too.

    Examples
    --------
    >>> said_once("星河公寓1号楼", "星河公寓一号楼502室"), said_once("江畔社区", "三号楼"), said_once("江畔社区", "")
    ('星河公寓一号楼502室', '江畔社区 三号楼', '江畔社区')
    >>> said_once("星河公寓1号楼", "江畔社区星河公寓1栋2单元")
    '江畔社区星河公寓1栋2单元'
    """
    plain = ["".join(fold(normalise(text)).split()).translate(_COUNTED) for text in (name, address)]
    # “1号楼”, “1幢” and “1栋” are one house.
    plain = [text.replace("号楼", "栋").replace("幢", "栋") for text in plain]
    if plain[0] in plain[1]:
        return address
    return name if plain[1] in plain[0] else f"{name} {address}"
