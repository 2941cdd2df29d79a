"""What the reply check reads by: how rare words are, and what examples of whole and lacking replies taught."""

from datetime import date
from functools import lru_cache

from minben.commons.parameters import load
from minben.needs.hotline.core.replying.matter import Background, background_of
from minben.needs.hotline.core.replying.teaching import Example, saying_of
from minben.needs.hotline.core.replying.weighing import GENERAL, MEASURES, Taught
from minben.needs.hotline.sample_texts.tree import read_sample


@lru_cache(maxsize=1)
def shipped() -> Background:
    """Return how rare words are among the requests that come with the product."""
    return background_of(row["message"] for row in read_sample("replies")["replies"])


@lru_cache(maxsize=8)
def taught_on(day: date) -> Taught:
    """Return what the examples taught, with the weights in force on a day."""
    weights = {
        key: load("minben.needs.hotline", "reply-weights").at(key, day).value for key in ("pair", "general")
    }
    return Taught(
        saying_of(examples()),
        [float(weights["pair"][name]) for name in MEASURES],
        [float(weights["general"][name]) for name in GENERAL],
    )


def examples() -> list[Example]:
    """Return the invented replies that the check learns from."""
    return [
        Example(row["message"], row["message"], reply["text"], tuple(reply["missing"]))
        for row in read_sample("replies")["replies"]
        for reply in row["replies"]
    ]
