"""What a reply only says after the message answers nothing: it is left out before the reply is read."""

from minben.needs.hotline.core.replying.asks import sentences
from minben.needs.hotline.core.replying.cues import CLAUSE

SHORT, FEW = 4, 2
"""Clauses shorter than this are nobody's [characters], and fewer than these are no quotation."""
_SIGNS = " ,:。!?;、\n\"'“”‘’()《》"


def without_quoted(message: str, reply: str) -> str:
    """Return a reply without the clauses that stand in the message as they are, where it quotes more than one.

    Examples
    --------
    >>> without_quoted("停水三天了，什么时候来水？", "您问停水三天了，什么时候来水？今晚六点来水。")
    '您问停水三天了，什么时候来水？今晚六点来水。'
    >>> without_quoted("一直停水，停水三天了，什么时候来水？", "停水三天了，什么时候来水？今晚六点来水。")
    '今晚六点来水。'
    """
    said = {plain for clause in _clauses(message) if len(plain := clause.strip(_SIGNS)) >= SHORT}
    parts = _clauses(reply)
    own = [clause for clause in parts if clause.strip(_SIGNS) not in said]
    return "\n".join(own) if len(parts) - len(own) >= FEW or not own else reply


def _clauses(text: str) -> list[str]:
    return [clause for sentence in sentences(text) for clause in CLAUSE.findall(sentence)]
