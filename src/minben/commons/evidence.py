"""Whether words say anything that somebody could go and check."""

import re

from minben.commons.text import fold, normalise

__all__ = ["LEAST", "says_something"]

LEAST = 3
"""So much must be left of a text without its empty phrases: a Han character or a digit counts 1, a word 2."""

# What is written to be rid of a form: it tells that something is over, not what anybody would see who went there.
_EMPTY = (
    "高度重视|情况属实|相关部门|有关部门|工作人员|相关单位|责任单位|承办单位|诉求人|来电人|反映人|市民|群众|居民|用户|业主|对方|本人|"
    "第一时间|及时|尽快|立即|马上|迅速|现场|处理|办理|处置|解决|完成|完毕|办结|办好|办妥|结束|整改|落实|到位|回复|答复|反馈|告知|回访|"
    "解释|说明|沟通|协调|联系|安排|转办|派人|核实|核查|查看|了解|知道|收到|知悉|属实|正常|没问题|无问题|无异常|满意|认可|搞定|妥善|"
    "同意|同上|如上|见附件|附件|略|暂无|没有|反映|问题|情况|事项|诉求|事情|此事|工单|已经|全部|都|好了|完了|可以|是的|进行|给予|予以|"
    "我们|我|他|她|您|你|该|此|其|本|已|均|并|后|对|将|把|被|由|与|和|及|到|去|过|了|的|地|得|吧|啊|呢|嗯|哦|好|行|无|是|有|也"
)
_EMPTY_CHINESE = re.compile("|".join(sorted(_EMPTY.split("|"), key=len, reverse=True)))
_EMPTY_WORDS = (
    "a all already an and any as at been checked clear closed complete completed confirmed dealt did done evidence "
    "fine finished fixed for good handled has have here i is issue it job know matter n na no none not now of ok "
    "okay on problem proof ready repaired resolved same see seen solved sorted test the there this to told was we "
    "well were with work yes you"
)
_EMPTY_ENGLISH = frozenset(_EMPTY_WORDS.split())
_WORD = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"[0-9]")


def says_something(words: str) -> bool:
    """Tell whether a text says what was done, where, or what was found: anything that could be checked.

    It is a low bar on purpose: it stops "ok" and "handled", and leaves the judging of evidence to people.

    Parameters
    ----------
    words : str
        As they were written, in Chinese or English.

    Examples
    --------
    >>> says_something("ok"), says_something("已联系诉求人，问题已处理完毕。"), says_something("it is done now")
    (False, False, False)
    >>> says_something("换了阀门"), says_something("Pump replaced"), says_something("见 3 月 2 日会议纪要")
    (True, True, True)
    """
    text = fold(normalise(words))
    left = _EMPTY_CHINESE.sub(" ", text)
    spoken = [word for word in _WORD.findall(left) if word not in _EMPTY_ENGLISH]
    han = set(_HAN.findall(left))
    letters = len(han) + 2 * len(set(spoken))
    return letters >= 2 and letters + len(_DIGIT.findall(left)) >= LEAST
