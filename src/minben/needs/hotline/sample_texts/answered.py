"""Requests with whole and lacking answers for the trial of the reply check, put together from invented matters."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from minben.needs.hotline.sample_texts.tree import read_sample

PLACES = ("江湾路口", "望江里", "滨河公园", "临江路菜场", "柳溪社区")


@dataclass(frozen=True, slots=True)
class Answered:
    """A request of somebody, an answer, and whether something is missing in it."""

    voice: str
    message: str
    answer: str
    lacks: bool


def answered() -> list[Answered]:
    """Return the trial's answers, of each matter six: two whole, two halves, another matter's, a polite nothing.

    >>> found = answered()
    >>> len(found), sum(one.lacks for one in found)
    (150, 100)
    """
    return list(_answered())


def _answered() -> Iterator[Answered]:
    told = read_sample("reply-trials")
    matters, around, polite = told["matters"], cycle(told["around"]), cycle(told["polite"])
    for number, (matter, place) in enumerate(zip(matters, cycle(PLACES), strict=False)):
        trouble, asks = matter["trouble"].format(place=place), matter["asks"]
        message = f"{trouble}。{''.join(ask['question'] + '？' for ask in asks)}"
        whole = "".join(ask["answer"] for ask in asks)
        before, after = next(around)
        other = "".join(ask["answer"] for ask in matters[number - 1]["asks"])
        for answer, lacks in (
            (whole, False),
            (f"{before}{whole}{after}", False),
            (asks[0]["answer"], True),
            (f"{before}{asks[1]['answer']}", True),
            (other, True),
            (next(polite), True),
        ):
            yield Answered(matter["voice"], message, answer, lacks)
