"""Errors that teach: a code and its facts, turned into words by whoever speaks to the reader."""

from dataclasses import dataclass

from minben.commons.lessons import LESSONS

__all__ = ["Lesson", "TeachingError", "lesson"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The three things a reader needs, as English templates for gettext and :meth:`str.format`."""

    what: str
    why: str
    remedy: str


def lesson(code: str) -> Lesson:
    """Return the words for a code of ``commons``; an unknown code stands for itself.

    Parameters
    ----------
    code : str
        For example ``"calendar_year_missing"``.

    Returns
    -------
    Lesson
        Templates; translate each, then ``format`` it with the error's ``params``.

    Examples
    --------
    >>> lesson("table_no_header").what
    'The first row of {file} has no column names.'
    """
    return Lesson(*LESSONS.get(code, (code, "", "")))


class TeachingError(ValueError):
    """Something a person can put right: ``code`` says what, ``params`` says where.

    Parameters
    ----------
    code : str
        Stable, lower-case with underscores; edges look words up by it.
    **params : object
        The facts: file, row, key, day …

    Examples
    --------
    >>> error = TeachingError("calendar_year_missing", year=2031)
    >>> error.code, error.params
    ('calendar_year_missing', {'year': 2031})
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        words = lesson(self.code)
        if not words.why:
            facts = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
            return f"{self.code}: {facts}" if facts else self.code
        return " ".join(part.format(**self.params) for part in (words.what, words.why, words.remedy))
