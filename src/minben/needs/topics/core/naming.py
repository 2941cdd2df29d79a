"""What of a topic's own words everybody may read: nothing that names a person, nothing told in confidence."""

import re
from collections.abc import Sequence

__all__ = ["fit_to_show"]

# Who calls stands before a colon or a comma; a family name with a form of address stands anywhere.
_CALLER = re.compile(
    r"^[^：:，,。！]{0,14}?(?:来电|来访|求助|反映|诉求|登记|女士|先生|阿姨|大爷|同志)[^：:，,。！]{0,6}[：:，,]"
)
# Words with which people begin to speak; what they speak of comes after.
_GREETING = re.compile(
    r"^(?:您好|你好|喂|同志你好|各位领导|麻烦(?:看一下|您|你们)?|请问|想问一下|反映一下|再打一次试试|"
    r"(?:您好，)?想?(?:要)?反映一?个?问题|我要投诉|投诉|咨询|窗口人员代填|是12345吗|是管事的地方不)[，,：:！!。 ]+"
)
_MARK = re.compile(r"^【[^】]{1,6}】")
_ADDRESSED = re.compile(r"[\u4e00-\u9fff](?:女士|先生|阿姨|大爷|大妈|老师|师傅|老太太|老头子)")
_COVER = "***"
SHARED = 3
"""So many people must use a word before it stands among the keywords."""


def fit_to_show(title: str, keywords: Sequence[str], said: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the title and keywords that may be shown.

    Parameters
    ----------
    title : str
        Of one message's own words.
    said : sequence of str
        The covered words of those members that were not told in confidence.

    Returns
    -------
    title : str
        Without who calls; blank when nobody but in confidence said it, or when it names a person.
    keywords : tuple of str
        Those that at least three of ``said`` use.

    Examples
    --------
    >>> fit_to_show("孙女士来电：三号楼暖气不热", ["暖气"], ["孙女士来电：三号楼暖气不热", "暖气凉", "没有暖气"])
    ('三号楼暖气不热', ('暖气',))
    >>> fit_to_show("您好，想反映一个问题：星河公寓水管爆了", [], ["您好，想反映一个问题：星河公寓水管爆了"])[0]
    '星河公寓水管爆了'
    >>> fit_to_show("三号楼暖气不热", ["三号楼"], ["暖气凉"])
    ('', ())
    """
    told = title if any(title in text for text in said) else ""
    told = _CALLER.sub("", _MARK.sub("", told)).strip("，, 。")
    while (less := _GREETING.sub("", told)) != told:
        told = less
    if _COVER in told or _ADDRESSED.search(told):
        told = ""
    words = tuple(word for word in keywords if sum(word in text for text in said) >= SHARED)
    return told, words
