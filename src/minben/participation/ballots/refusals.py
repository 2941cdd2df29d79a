"""What a decision refuses, as a code that pages put into words."""

from minben.commons.errors import TeachingError

__all__ = ["DecisionError"]


class DecisionError(TeachingError):
    """Something that the procedure, or the list of owners, does not allow; ``code`` says what."""
