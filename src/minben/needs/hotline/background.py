"""How rare words are where the reply check reads: among invented requests, and those of the city once it has some."""

from functools import lru_cache

from minben.needs.hotline.core.replying.matter import Background, background_of
from minben.needs.hotline.sample_texts.tree import read_sample


@lru_cache(maxsize=1)
def shipped() -> Background:
    """Return what comes with the product, for a city that has heard nothing yet."""
    return background_of(row["message"] for row in read_sample("replies")["replies"])
