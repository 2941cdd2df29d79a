"""An earlier reply made fit for others to read: no greeting by name, no name of a person, no personal data."""

import re
from collections.abc import Sequence

from minben.needs.hotline.core.masking import COVER, mask

_TITLES = (
    "先生 女士 小姐 同志 阿姨 大爷 大妈 大姐 大哥 奶奶 爷爷 婆婆 老师 同学 师傅 "
    "主任 经理 科长 所长 队长 警官 医生 护士 书记 网友 市民"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLE = f"(?:{'|'.join(_TITLES.split())})"
_GREETING = re.compile(
    rf"^\s*(?:尊敬的)?[^，,。：:！!\n]{{0,8}}{_TITLE}?\s*[，,：:！!]?\s*(?:您好|你好)\s*[，,：:！!。]?\s*"
)
_CALLED = re.compile(
    rf"(?<![一-鿿])尊敬的[{_SURNAMES}][一-鿿]{{0,2}}(?={_TITLE})|[{_SURNAMES}][一-鿿]?(?={_TITLE})"
)


def fit_for_others(replies: Sequence[str]) -> list[str]:
    """Cover in replies what tells who was answered.

    Examples
    --------
    >>> fit_for_others(["尊敬的陈女士：您好！李师傅已上门，电话13800138000。"])
    ['***师傅已上门，电话***。']
    """
    bare = [_CALLED.sub(COVER, _GREETING.sub("", reply)) for reply in replies]
    return [covered.text for covered in mask(bare)]
