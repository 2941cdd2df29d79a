"""Tables for a terminal, where whatever must be typed again stands whole."""

from rich.table import Table

__all__ = ["grid"]


def grid(*headings: str, title: str | None = None, whole: int = 1) -> Table:
    """Return an empty table whose first ``whole`` columns are never broken; other cells go on in the next line.

    A table cuts long words by default, and to it a Chinese sentence is one word.

    Examples
    --------
    >>> shown = grid("name", "what it says")
    >>> [(column.no_wrap, column.overflow) for column in shown.columns]
    [(True, 'fold'), (False, 'fold')]
    """
    table = Table(title=title)
    for nth, heading in enumerate(headings):
        table.add_column(heading, no_wrap=nth < whole, overflow="fold")
    return table
