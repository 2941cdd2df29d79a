"""Which purposes a token may have: those who keep the purposes tell, and ``loop`` alone fills the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A purpose in force that a partner may read people's data for."""

    key: str
    zh: str
    en: str


purposes: list[Callable[[datetime], Sequence[Choice]]] = []
