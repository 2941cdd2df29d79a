"""The segmenter of Chinese, whose dictionary is opened with the first text that is cut into words.

Opening it takes a tenth of a second, at every start of every command; most commands never cut a text.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    found = getattr(import_module("rjieba"), name)
    # Kept here, so that the next of a turn's tens of thousands of calls finds it without being asked for it.
    globals()[name] = found
    return found
