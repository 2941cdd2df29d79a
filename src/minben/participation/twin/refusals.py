"""What the twin refuses, as a code that pages put into words."""

from collections.abc import Sequence

from minben.commons.errors import TeachingError
from minben.participation.twin.core.scene import Fault

__all__ = ["TwinError"]


class TwinError(TeachingError):
    """Something that is missing or cannot be computed; ``faults`` tells of a scene what is wrong with it."""

    def __init__(self, code: str, faults: Sequence[Fault] = (), **params: object) -> None:
        super().__init__(code, **params)
        self.faults = tuple(faults)
