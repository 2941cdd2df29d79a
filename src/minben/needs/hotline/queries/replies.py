"""The check of an answer before it is sent: what seems to be missing in it, told to its writer and kept nowhere."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.needs.hotline.algorithms import REPLY_CHECK, REPLY_CHECK_VERSION
from minben.needs.hotline.background import shipped, taught_on
from minben.needs.hotline.core.replying.check import Gap, check
from minben.needs.hotline.core.replying.cues import patterns_on
from minben.needs.hotline.words import Kind

_HAN = re.compile(r"[一-鿿]")
_LETTER = re.compile(r"[^\W\d_]")
# Below this share of Chinese characters the patterns have nothing to read.
_CHINESE = 0.5


@dataclass(frozen=True, slots=True)
class ReplyCheck:
    """What the check says of one answer; it names no writer and holds no figure.

    Attributes
    ----------
    gaps
        What seems to be missing, the gravest first.
    why_not
        Why nothing was checked: a code of the register, or ``language`` for a request or an answer in another
        language than Chinese.
    verified
        False while no authority has set the lists it reads by.
    """

    gaps: tuple[Gap, ...] = ()
    why_not: str = ""
    verified: bool = False


def reply_check_stands(*, at: datetime) -> bool:
    """Tell whether the check may run, so that a page offers it or says that it rests."""
    return register.standing(name=REPLY_CHECK, at=at, version=REPLY_CHECK_VERSION).cleared


def check_reply(*, message: str, reply: str, kind: str, at: datetime) -> ReplyCheck:
    """Say what an answer to a request leaves out, if a person has cleared the check.

    Parameters
    ----------
    message
        The request with personal data covered.
    reply
        The answer as it is about to be sent.
    kind
        What kind of request it is: praise asks nothing.
    """
    found = None
    with sandbox.guard(REPLY_CHECK, version=REPLY_CHECK_VERSION, at=at) as guard:
        if guard.cleared and _is_readable(message) and _is_readable(reply):
            day = localdate(at)
            found = check(
                message,
                reply,
                patterns=patterns_on(day),
                background=shipped(),
                taught=taught_on(day),
                asks=kind != Kind.PRAISE,
            )
            guard.count(items=1)
        elif guard.cleared:
            guard.count(items=1, abstained=1)
            return ReplyCheck(why_not="language")
    if found is None:
        return ReplyCheck(why_not=guard.why_not)
    return ReplyCheck(gaps=found.gaps, verified=found.verified)


def _is_readable(text: str) -> bool:
    """Tell a text in Chinese, or one without any letter ("。", "123"), from one in another language."""
    letters = _LETTER.findall(text)
    return sum(bool(_HAN.match(one)) for one in letters) >= _CHINESE * len(letters)
