"""What a clerk still has to ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from minben.needs.hotline.core.address import ANCHOR
from minben.needs.hotline.core.times import since_when
from minben.needs.hotline.words import Kind

__all__ = ["Fact", "Known", "missing", "since_when"]

SHORTEST = 6
"""Fewer letters than this do not say what is wrong [characters]."""


class Fact(StrEnum):
    """A fact that a unit needs before it can act."""

    WHAT = "what"
    WHERE = "where"
    SINCE_WHEN = "since_when"
    HOW_MANY = "how_many"
    WHO = "who"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a request.

    Attributes
    ----------
    text
        What the person said.
    kind
        The kind of request, "" if nobody knows yet.
    has_place, has_contact
        Whether a place and a way to reach the person are known apart from the text.
    wants_reply
        Whether the person wants to hear from us.
    """

    text: str
    kind: str = ""
    has_place: bool = False
    has_contact: bool = False
    wants_reply: bool = True


OUTAGE = re.compile(
    r"停水|停电|断水|断电|停气|没水|没电|没有水|没有电|停暖|没暖气|没有暖气|不供暖"
    r"|no (?:water|heat|power|hot water)"
)
EXTENT = re.compile(
    r"整[栋幢座个楼]|全[楼村小]|小区都|楼都|都停|[我俺咱]们?家|邻居|户|单元都|只有|大面积"
    r"|whole|entire|my (?:flat|apartment|house)|neighbou?rs"
)
OWED = re.compile(
    r"工资|欠薪|讨薪|退款|退费|退钱|押金|预付卡|商家|老板|中介|拖欠|wages|refund|deposit|employer|landlord"
)
NAMED = re.compile(
    r"[\u4e00-\u9fff]{2}(?:公司|集团|厂|店|超市|饭店|酒店|餐厅|学校|医院|银行|机构|工地|项目部|物业)"
    r"|\b(?:inc|llc|ltd|company)\b"
)
TROUBLE = frozenset((Kind.HELP, Kind.COMPLAINT, Kind.WHISTLE))


def missing(known: Sequence[Known]) -> list[tuple[Fact, ...]]:
    """Name the facts that each request still lacks, the most needed first.

    Nothing is asked of a person twice: what the text says counts as known.

    Examples
    --------
    >>> missing([Known("停水了", kind="help", has_contact=True)])[0]
    (<Fact.WHAT: 'what'>, <Fact.WHERE: 'where'>, <Fact.SINCE_WHEN: 'since_when'>, <Fact.HOW_MANY: 'how_many'>)
    """
    since = since_when([one.text for one in known])
    return [tuple(_missing(one, said)) for one, said in zip(known, since, strict=True)]


def _missing(known: Known, since: str) -> list[Fact]:
    text = known.text.lower()
    trouble = not known.kind or known.kind in TROUBLE
    lacks = {
        Fact.WHAT: sum(map(str.isalnum, text)) < SHORTEST,
        Fact.WHERE: trouble and not known.has_place and not ANCHOR.search(text),
        Fact.SINCE_WHEN: trouble and not since,
        Fact.HOW_MANY: trouble and bool(OUTAGE.search(text)) and not EXTENT.search(text),
        Fact.WHO: trouble and bool(OWED.search(text)) and not NAMED.search(text),
        Fact.CONTACT: known.wants_reply and not known.has_contact,
    }
    return [fact for fact, lacking in lacks.items() if lacking]
