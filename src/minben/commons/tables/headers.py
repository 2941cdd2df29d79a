"""The names above the columns."""

from collections.abc import Sequence

from minben.commons.errors import TeachingError

__all__ = ["header"]


def header(cells: Sequence[object], file: str) -> list[str]:
    """Return clean column names.

    Empty cells at the end are dropped, as spreadsheets like to leave them.

    Parameters
    ----------
    cells : sequence
        The first row.
    file : str
        For the error.

    Raises
    ------
    TeachingError
        ``table_no_header`` or ``table_column_twice``.

    Examples
    --------
    >>> header([" name ", "place", None], "units.xlsx")
    ['name', 'place']
    """
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names or not all(names):
        raise TeachingError("table_no_header", file=file)
    for place, name in enumerate(names):
        if name in names[:place]:
            raise TeachingError("table_column_twice", file=file, column=name)
    return names
